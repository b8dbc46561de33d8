//! The JSON form of every report, with a line for each item near the root, so that two results can
//! be compared line by line. A value of a report is JSON by its own fields.
//!
//! Numbers are the shortest that read back the same; what is not finite is `null`.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use std::io;
use std::io::Write;

/// A JSON object with these keys in this order.
macro_rules! object {
    ($($(#[$attribute:meta])* $key:ident: $value:expr),+ $(,)?) => {{
        #[expect(non_camel_case_types, reason = "a type parameter is named as its key")]
        let object = {
            #[derive(serde::Serialize)]
            struct JsonObject<$($key),+> {
                $($(#[$attribute])* $key: $key),+
            }
            JsonObject { $($key: $value),+ }
        };
        object
    }};
}
pub(super) use object;

/// A value as JSON with its first two levels on lines of their own, and a line break at the end.
///
/// # Panics
/// If the value cannot be JSON, which is a bug: a map whose keys are not text.
pub fn lines(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Lines::default());
    value
        .serialize(&mut serializer)
        .expect("reports are JSON: their keys are text, and memory does not fail to be written");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// Down to this depth each item has its own line.
const DEPTH_OF_LINES: usize = 2;

/// Breaks lines near the root and nowhere else.
#[derive(Default)]
struct Lines {
    depth: usize,
    is_empty: bool,
}

impl Lines {
    fn open(&mut self) {
        self.depth += 1;
        self.is_empty = true;
    }

    fn item<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.is_empty = false;
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= DEPTH_OF_LINES {
            self.line(writer)
        } else if first {
            Ok(())
        } else {
            writer.write_all(b" ")
        }
    }

    fn close<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        let has_lines = self.depth < DEPTH_OF_LINES && !self.is_empty;
        self.is_empty = false;
        if has_lines { self.line(writer) } else { Ok(()) }
    }

    fn line<W: Write + ?Sized>(&self, writer: &mut W) -> io::Result<()> {
        write!(writer, "\n{:1$}", "", 2 * self.depth)
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open();
        CompactFormatter.begin_array(writer)
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer)?;
        CompactFormatter.end_array(writer)
    }

    fn begin_array_value<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.item(writer, first)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open();
        CompactFormatter.begin_object(writer)
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer)?;
        CompactFormatter.end_object(writer)
    }

    fn begin_object_key<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.item(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_break_near_the_root_only() {
        let value = json!({"a": [{"b": [1, 2], "c": {}}, {"b": []}], "d": [], "e": 1});
        let expected = "{\n  \"a\": [\n    {\"b\": [1, 2], \"c\": {}},\n    {\"b\": []}\n  ],\n  \
                        \"d\": [],\n  \"e\": 1\n}\n";
        assert_eq!(lines(&value), expected);
    }
}
