//! Column of a group of rows: cells in, a column chunk of the format out.

use super::cell::{Cell, ColumnKind};
use super::hybrid;
use super::thrift::CompactStruct;
use std::collections::BTreeMap;

/// With more different values a dictionary does not pay.
const DICTIONARY_MAX: usize = 4096;

/// Numbers of the format.
const DATA_PAGE: i32 = 0;
const DICTIONARY_PAGE: i32 = 2;
const PLAIN: i32 = 0;
const RLE: i32 = 3;
const RLE_DICTIONARY: i32 = 8;

/// Place of a column chunk in the file, bytes.
pub(super) struct ChunkPlace {
    pub(super) offset: u64,
    pub(super) dictionary_offset: Option<u64>,
    pub(super) data_offset: u64,
    pub(super) length: u64,
}

impl ChunkPlace {
    /// Encodings in the chunk.
    pub(super) fn encodings(&self) -> Vec<i32> {
        match self.dictionary_offset {
            Some(_) => vec![PLAIN, RLE, RLE_DICTIONARY],
            None => vec![PLAIN, RLE],
        }
    }
}

/// Cells of a column that are not yet written.
pub(super) struct ColumnBuffer {
    kind: ColumnKind,
    /// 1 where there is a value.
    levels: Vec<u32>,
    /// Bits of each value, or its place in `texts`.
    values: Vec<u64>,
    texts: Vec<String>,
    places: BTreeMap<String, u64>,
}

impl ColumnBuffer {
    pub(super) fn new(kind: ColumnKind) -> Self {
        Self {
            kind,
            levels: Vec::new(),
            values: Vec::new(),
            texts: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// Adds a cell of the column's kind, or none.
    pub(super) fn push(&mut self, cell: Cell<'_>) {
        let value = match (self.kind, cell) {
            (_, Cell::Empty) => {
                self.levels.push(0);
                return;
            }
            (ColumnKind::Integer, Cell::Integer(value)) => value,
            (ColumnKind::Number, Cell::Number(value)) => value.to_bits(),
            (ColumnKind::Text, Cell::Text(text)) => self.place_of(text),
            (kind, cell) => panic!("{cell:?} in a column of kind {kind:?}"),
        };
        self.levels.push(1);
        self.values.push(value);
    }

    fn place_of(&mut self, text: &str) -> u64 {
        // Most texts are that of the row before or near it.
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.texts.len() as u64;
        self.texts.push(text.to_owned());
        self.places.insert(text.to_owned(), place);
        place
    }

    /// The cells as a chunk that starts at an offset of the file; the buffer is empty then.
    pub(super) fn take_chunk(&mut self, offset: u64) -> (Vec<u8>, ChunkPlace) {
        let mut levels = Vec::new();
        hybrid::encode(&mut levels, &self.levels, 1);
        let mut page = (levels.len() as u32).to_le_bytes().to_vec();
        page.extend(levels);
        let mut bytes = Vec::new();
        let dictionary = self.dictionary();
        let encoding = if let Some((different, places)) = &dictionary {
            let mut plain = Vec::new();
            for value in different {
                self.plain(&mut plain, *value);
            }
            let mut about = CompactStruct::default();
            about.int32(1, different.len() as i32).int32(2, PLAIN);
            bytes.extend(header(DICTIONARY_PAGE, plain.len(), (7, about)));
            bytes.extend(plain);
            let width = hybrid::width(different.len());
            page.push(width);
            hybrid::encode(&mut page, places, width);
            RLE_DICTIONARY
        } else {
            for value in &self.values {
                self.plain(&mut page, *value);
            }
            PLAIN
        };
        let data_offset = offset + bytes.len() as u64;
        let mut about = CompactStruct::default();
        about.int32(1, self.levels.len() as i32).int32(2, encoding).int32(3, RLE).int32(4, RLE);
        bytes.extend(header(DATA_PAGE, page.len(), (5, about)));
        bytes.extend(page);
        *self = Self::new(self.kind);
        let place = ChunkPlace {
            offset,
            dictionary_offset: dictionary.map(|_| offset),
            data_offset,
            length: bytes.len() as u64,
        };
        (bytes, place)
    }

    /// The different values in order of appearance, and the place of each value among them; `None`
    /// if there are too many.
    fn dictionary(&self) -> Option<(Vec<u64>, Vec<u32>)> {
        let most = DICTIONARY_MAX.min(self.values.len() / 2 + 1);
        let (mut different, mut places) = (Vec::new(), Vec::with_capacity(self.values.len()));
        let mut known = BTreeMap::new();
        let mut before = None;
        for value in &self.values {
            if let Some((last, place)) = before
                && last == *value
            {
                places.push(place);
                continue;
            }
            let next = different.len() as u32;
            let place = *known.entry(*value).or_insert(next);
            if place == next {
                if different.len() == most {
                    return None;
                }
                different.push(*value);
            }
            before = Some((*value, place));
            places.push(place);
        }
        Some((different, places))
    }

    fn plain(&self, bytes: &mut Vec<u8>, value: u64) {
        if self.kind == ColumnKind::Text {
            let text = &self.texts[value as usize];
            bytes.extend((text.len() as u32).to_le_bytes());
            bytes.extend(text.as_bytes());
        } else {
            bytes.extend(value.to_le_bytes());
        }
    }
}

/// `PageHeader` of the format, with what its kind adds under a field.
fn header(kind: i32, length: usize, (field, about): (u8, CompactStruct)) -> Vec<u8> {
    let mut header = CompactStruct::default();
    header.int32(1, kind).int32(2, length as i32).int32(3, length as i32);
    header.structure(field, about);
    header.into_bytes()
}
