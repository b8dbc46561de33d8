//! The compact protocol of Thrift, as far as Parquet's headers need it.
//!
//! Source: Apache Thrift, *Thrift Compact protocol encoding* (thrift-compact-protocol.md). Fields
//! are written in the order of their numbers.

const INT32: u8 = 5;
const INT64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// Structure being written.
#[derive(Debug, Default)]
pub(super) struct CompactStruct {
    bytes: Vec<u8>,
    last: u8,
}

impl CompactStruct {
    pub(super) fn int32(&mut self, field: u8, value: i32) -> &mut Self {
        self.head(field, INT32);
        zigzag(&mut self.bytes, i64::from(value));
        self
    }

    pub(super) fn int64(&mut self, field: u8, value: i64) -> &mut Self {
        self.head(field, INT64);
        zigzag(&mut self.bytes, value);
        self
    }

    pub(super) fn text(&mut self, field: u8, value: &str) -> &mut Self {
        self.head(field, BINARY);
        text(&mut self.bytes, value);
        self
    }

    pub(super) fn structure(&mut self, field: u8, value: Self) -> &mut Self {
        self.head(field, STRUCT);
        self.bytes.extend(value.into_bytes());
        self
    }

    pub(super) fn structs(&mut self, field: u8, values: Vec<Self>) -> &mut Self {
        self.list(field, STRUCT, values.len());
        for value in values {
            self.bytes.extend(value.into_bytes());
        }
        self
    }

    pub(super) fn int32s(&mut self, field: u8, values: &[i32]) -> &mut Self {
        self.list(field, INT32, values.len());
        for value in values {
            zigzag(&mut self.bytes, i64::from(*value));
        }
        self
    }

    pub(super) fn texts(&mut self, field: u8, values: &[&str]) -> &mut Self {
        self.list(field, BINARY, values.len());
        for value in values {
            text(&mut self.bytes, value);
        }
        self
    }

    /// The structure with its end.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }

    fn head(&mut self, field: u8, kind: u8) {
        self.bytes.push((field - self.last) << 4 | kind);
        self.last = field;
    }

    fn list(&mut self, field: u8, kind: u8, length: usize) {
        self.head(field, LIST);
        if length < 15 {
            self.bytes.push((length as u8) << 4 | kind);
        } else {
            self.bytes.push(0xf0 | kind);
            varint(&mut self.bytes, length as u64);
        }
    }
}

/// Seven bits a byte, the lowest first.
pub(super) fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn zigzag(bytes: &mut Vec<u8>, value: i64) {
    varint(bytes, (value << 1 ^ value >> 63) as u64);
}

fn text(bytes: &mut Vec<u8>, value: &str) {
    varint(bytes, value.len() as u64);
    bytes.extend(value.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_as_few_bytes_as_they_need() {
        let cases: [(i64, &[u8]); 5] =
            [(0, &[0]), (-1, &[1]), (1, &[2]), (-64, &[127]), (150, &[0xac, 0x02])];
        for (value, expected) in cases {
            let mut bytes = Vec::new();
            zigzag(&mut bytes, value);
            assert_eq!(bytes, expected, "{value}");
        }
    }

    #[test]
    fn fields_are_told_by_their_distance() {
        let mut inner = CompactStruct::default();
        inner.text(4, "ab");
        let mut outer = CompactStruct::default();
        outer.int32(1, 1).int64(3, -1).structure(5, inner).int32s(6, &[1, 2]);
        let expected = [0x15, 2, 0x26, 1, 0x2c, 0x48, 2, b'a', b'b', 0, 0x19, 0x25, 2, 4, 0];
        assert_eq!(outer.into_bytes(), expected);
    }
}
