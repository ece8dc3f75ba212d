# What CI runs.
check *FILTER:
    tests/run {{FILTER}}

# The demo on 127.0.0.1:8080.
demo:
    cargo run --release -- serve --demo

# Benchmarks; figures belong into docs/PERFORMANCE.md as ratios.
bench:
    cargo bench
