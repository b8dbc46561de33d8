#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lisbon_fuzz::answers::cases(bytes));
