//! Small numbers in runs or packed bit by bit: the hybrid of Parquet (Encodings.md, RLE).

use super::thrift::varint;

/// As many equal values in a row are a run.
const RUN: usize = 8;

/// Bits that the largest of so many different values takes, at least one.
pub(super) fn width(count: usize) -> u8 {
    (usize::BITS - count.saturating_sub(1).leading_zeros()).max(1) as u8
}

/// Adds the values, each of `width` bits.
pub(super) fn encode(bytes: &mut Vec<u8>, values: &[u32], width: u8) {
    let run_at = |at: usize| values[at..].iter().take_while(|value| **value == values[at]).count();
    let is_run = |at: usize| {
        values.len() >= at + RUN && values[at..at + RUN].iter().all(|v| *v == values[at])
    };
    let mut at = 0;
    while at < values.len() {
        if is_run(at) {
            let length = run_at(at);
            varint(bytes, (length as u64) << 1);
            bytes.extend(&values[at].to_le_bytes()[..usize::from(width.div_ceil(8))]);
            at += length;
        } else {
            let start = at;
            while at < values.len() && !is_run(at) {
                at = (at + RUN).min(values.len());
            }
            let packed = &values[start..at];
            varint(bytes, (packed.len().div_ceil(RUN) as u64) << 1 | 1);
            pack(bytes, packed, width);
        }
    }
}

/// Whole groups of eight, the last filled up with zeros.
fn pack(bytes: &mut Vec<u8>, values: &[u32], width: u8) {
    let (mut pending, mut bits) = (0_u64, 0);
    let fill = values.len().next_multiple_of(RUN) - values.len();
    for value in values.iter().copied().chain(std::iter::repeat_n(0, fill)) {
        pending |= u64::from(value) << bits;
        bits += u32::from(width);
        while bits >= 8 {
            bytes.push(pending as u8);
            pending >>= 8;
            bits -= 8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Decoding from the format's own words.
    fn decoded(bytes: &[u8], width: u8, count: usize) -> Vec<u32> {
        let mut at = 0;
        let mut values = Vec::new();
        while values.len() < count {
            let (mut head, mut shift) = (0_usize, 0);
            loop {
                let byte = bytes[at];
                at += 1;
                head |= usize::from(byte & 0x7f) << shift;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            if head & 1 == 0 {
                let length = usize::from(width.div_ceil(8));
                let mut value = [0; 4];
                value[..length].copy_from_slice(&bytes[at..at + length]);
                at += length;
                values.extend(std::iter::repeat_n(u32::from_le_bytes(value), head >> 1));
            } else {
                let bit = |at: usize| bytes[at / 8] >> (at % 8) & 1;
                for place in 0..(head >> 1) * 8 {
                    let first = at * 8 + place * usize::from(width);
                    let bits = (0..usize::from(width)).map(|n| u32::from(bit(first + n)) << n);
                    values.push(bits.sum());
                }
                at += (head >> 1) * usize::from(width);
            }
        }
        assert_eq!(at, bytes.len(), "nothing is left over");
        values.truncate(count);
        values
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(
            runs in prop::collection::vec((0_u32..300, 1_usize..20), 0..40),
        ) {
            let values: Vec<u32> =
                runs.iter().flat_map(|(value, length)| vec![*value; *length]).collect();
            for width in [9, 17] {
                let mut bytes = Vec::new();
                encode(&mut bytes, &values, width);
                prop_assert_eq!(&decoded(&bytes, width, values.len()), &values);
            }
        }
    }

    #[test]
    fn widths_hold_the_largest_place() {
        let widths = [0, 1, 2, 3, 4, 5, 256, 257].map(width);
        assert_eq!(widths, [1, 1, 1, 2, 2, 3, 8, 9]);
    }
}
