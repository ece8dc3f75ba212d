#![no_main]

use guanmo_fuzz::entry;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    entry::rules(input);
});
