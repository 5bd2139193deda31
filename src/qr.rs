//! QR codes: a text as dark and light modules, for the printed page. Byte mode, error correction of level L, versions 1 to 10
//! (ISO/IEC 18004): the fewest modules are the largest ones on paper, and the fewest bytes. A line of modules is one word of
//! bits, so that the eight masks are weighed without visiting a module.

/// The modules of a side in the largest version.
const MOST: usize = 57;

/// A version at level L: codewords of error correction in a block, blocks and data codewords of each, further blocks with one more.
struct Version {
    check: usize,
    blocks: usize,
    data: usize,
    longer: usize,
}

#[rustfmt::skip]
const VERSIONS: [Version; 10] = [
    Version { check: 7, blocks: 1, data: 19, longer: 0 },
    Version { check: 10, blocks: 1, data: 34, longer: 0 },
    Version { check: 15, blocks: 1, data: 55, longer: 0 },
    Version { check: 20, blocks: 1, data: 80, longer: 0 },
    Version { check: 26, blocks: 1, data: 108, longer: 0 },
    Version { check: 18, blocks: 2, data: 68, longer: 0 },
    Version { check: 20, blocks: 2, data: 78, longer: 0 },
    Version { check: 24, blocks: 2, data: 97, longer: 0 },
    Version { check: 30, blocks: 2, data: 116, longer: 0 },
    Version { check: 18, blocks: 2, data: 68, longer: 2 },
];

impl Version {
    fn capacity(&self) -> usize {
        self.blocks * self.data + self.longer * (self.data + 1)
    }
}

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The modules of a side.
    pub size: usize,
    grid: Grid,
}

/// Modules by row and, the same ones, by column; a bit is a dark module.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Grid {
    rows: [u64; MOST],
    columns: [u64; MOST],
}

impl Grid {
    const EMPTY: Self = Self { rows: [0; MOST], columns: [0; MOST] };

    fn set(&mut self, x: usize, y: usize, is_dark: bool) {
        self.rows[y] = self.rows[y] & !(1 << x) | u64::from(is_dark) << x;
        self.columns[x] = self.columns[x] & !(1 << y) | u64::from(is_dark) << y;
    }
}

impl Code {
    /// The code of a text; `None` for more than 271 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let number = (1..=VERSIONS.len())
            .find(|number| head(*number) / 8 + 1 + text.len() <= VERSIONS[number - 1].capacity())?;
        let codewords = codewords(text.as_bytes(), number);
        let mut symbol = Symbol::new(number);
        symbol.put(&codewords);
        Some(symbol.finished())
    }

    /// The way of a stroke one module wide through all modules: the `d` of a path that goes to and fro, row by row, from the
    /// middle of the left upper module's left edge.
    pub fn way(&self) -> String {
        let row = |y| match y {
            0 => "m0 0h",
            _ if y % 2 == 0 => "v1h",
            _ => "v1h-",
        };
        (0..self.size).map(|y| format!("{}{}", row(y), self.size)).collect()
    }

    /// How many modules of that way are dark and light in turn, the way from row to row as light ones: the stroke's
    /// `stroke-dasharray`. It takes a third of the bytes of a path that leaves out the light ones.
    pub fn dashes(&self) -> String {
        let mut dashes = String::with_capacity(self.size * self.size * 5 / 4);
        let (mut is_dark, mut run) = (true, 0);
        for (y, row) in self.grid.rows[..self.size].iter().enumerate() {
            let module = |at: usize| row >> if y % 2 == 0 { at } else { self.size - 1 - at } & 1 == 1;
            let step = (y > 0).then_some(false);
            for dark in step.into_iter().chain((0..self.size).map(module)) {
                if dark != is_dark {
                    push(&mut dashes, run);
                    (is_dark, run) = (dark, 0);
                }
                run += 1;
            }
        }
        push(&mut dashes, run);
        dashes
    }
}

/// Writes a number behind those before it; that is most of the time that a code takes.
fn push(dashes: &mut String, number: u8) {
    if !dashes.is_empty() {
        dashes.push(' ');
    }
    if number > 9 {
        dashes.push(char::from(b'0' + number / 10));
    }
    dashes.push(char::from(b'0' + number % 10));
}

/// The bits before the text: its mode and how long it is.
fn head(number: usize) -> usize {
    if number < 10 { 4 + 8 } else { 4 + 16 }
}

/// The data of a version with its error correction, block by block interleaved.
fn codewords(text: &[u8], number: usize) -> Vec<u8> {
    let version = &VERSIONS[number - 1];
    let data = data(text, number, version.capacity());
    let generator = generator(version.check);
    let lengths = std::iter::repeat_n(version.data, version.blocks);
    let lengths = lengths.chain(std::iter::repeat_n(version.data + 1, version.longer));
    let mut rest = &data[..];
    let blocks: Vec<_> = lengths
        .map(|length| {
            let (block, after) = rest.split_at(length);
            rest = after;
            (block, remainder(block, &generator))
        })
        .collect();
    let of_data = (0..=version.data).flat_map(|at| blocks.iter().filter_map(move |(block, _)| block.get(at)));
    let of_check = (0..version.check).flat_map(|at| blocks.iter().filter_map(move |(_, check)| check.get(at)));
    of_data.chain(of_check).copied().collect()
}

/// Mode, length and text, filled up to the capacity.
fn data(text: &[u8], number: usize, capacity: usize) -> Vec<u8> {
    let length = text.len().to_be_bytes();
    let length = &length[length.len() - if number < 10 { 1 } else { 2 }..];
    let bytes: Vec<u8> = length.iter().chain(text).copied().collect();
    let mut data = Vec::with_capacity(capacity);
    // The mode is half a byte, so that all that follows lies across bytes; the end mark is the last half.
    let mut half = 0b0100;
    for byte in bytes {
        data.push(half << 4 | byte >> 4);
        half = byte & 0xf;
    }
    data.push(half << 4);
    let fill = [0xec, 0x11].into_iter().cycle();
    let lacking = capacity - data.len();
    data.extend(fill.take(lacking));
    data
}

/// Powers of 2 and their logarithms in the field of 256 elements.
const FIELD: ([u8; 255], [u8; 256]) = {
    let (mut powers, mut logarithms) = ([0; 255], [0; 256]);
    let (mut value, mut at) = (1_u16, 0);
    while at < 255 {
        (powers[at], logarithms[value as usize]) = (value as u8, at as u8);
        value <<= 1;
        if value > 255 {
            value ^= 0x11d;
        }
        at += 1;
    }
    (powers, logarithms)
};

fn times(a: u8, b: u8) -> u8 {
    let (powers, logarithms) = &FIELD;
    let sum = usize::from(logarithms[usize::from(a)]) + usize::from(logarithms[usize::from(b)]);
    if a == 0 || b == 0 { 0 } else { powers[sum % 255] }
}

/// The polynomial whose roots are the first powers of 2, without its leading 1.
fn generator(degree: usize) -> Vec<u8> {
    let mut generator = vec![0; degree];
    generator[degree - 1] = 1;
    for power in &FIELD.0[..degree] {
        for at in 0..degree {
            let next = generator.get(at + 1).copied().unwrap_or_default();
            generator[at] = times(generator[at], *power) ^ next;
        }
    }
    generator
}

/// The error correction of a block.
fn remainder(block: &[u8], generator: &[u8]) -> Vec<u8> {
    let mut remainder = vec![0; generator.len()];
    for byte in block {
        let factor = byte ^ remainder[0];
        remainder.rotate_left(1);
        remainder[generator.len() - 1] = 0;
        remainder.iter_mut().zip(generator).for_each(|(sum, of)| *sum ^= times(factor, *of));
    }
    remainder
}

/// The remainder of a number of these bits, behind which the generator's bits were shifted in.
fn checked(number: u32, generator: u32) -> u32 {
    let degree = generator.ilog2();
    let mut rest = number << degree;
    while rest >> degree != 0 {
        rest ^= generator << (rest.ilog2() - degree);
    }
    number << degree | rest
}

/// A symbol under construction: its modules, and which of them are not the data's.
struct Symbol {
    size: usize,
    grid: Grid,
    fixed: Grid,
}

impl Symbol {
    /// The patterns of a version; the places of the format are taken and light.
    fn new(number: usize) -> Self {
        let mut symbol = Self { size: 17 + 4 * number, grid: Grid::EMPTY, fixed: Grid::EMPTY };
        for at in 0..symbol.size {
            symbol.fix(6, at, at % 2 == 0);
            symbol.fix(at, 6, at % 2 == 0);
        }
        let far = symbol.size - 4;
        for (x, y) in [(3, 3), (far, 3), (3, far)] {
            symbol.square(x, y, 4, |ring| ring != 2 && ring != 4);
        }
        symbol.align(number);
        symbol.format(0);
        if number >= 7 {
            symbol.version(number);
        }
        symbol
    }

    fn fix(&mut self, x: usize, y: usize, is_dark: bool) {
        self.grid.set(x, y, is_dark);
        self.fixed.set(x, y, true);
    }

    /// Rings around a module, as far as they lie within.
    fn square(&mut self, x: usize, y: usize, radius: usize, is_dark: impl Fn(usize) -> bool) {
        let last = self.size - 1;
        let within = |at: usize| at.saturating_sub(radius)..=(at + radius).min(last);
        for (row, column) in within(y).flat_map(|row| within(x).map(move |column| (row, column))) {
            self.fix(column, row, is_dark(row.abs_diff(y).max(column.abs_diff(x))));
        }
    }

    /// The small squares: at every crossing of their lines, but not where the three large ones are.
    fn align(&mut self, number: usize) {
        let last = self.size - 7;
        let middle = (number >= 7).then_some(self.size / 2);
        let lines: Vec<_> = [6].into_iter().chain(middle).chain((number > 1).then_some(last)).collect();
        for (x, y) in lines.iter().flat_map(|x| lines.iter().map(move |y| (*x, *y))) {
            if ![(6, 6), (6, last), (last, 6)].contains(&(x, y)) {
                self.square(x, y, 2, |ring| ring != 1);
            }
        }
    }

    /// Level L (01) and a mask, twice, and the module that is always dark.
    fn format(&mut self, mask: u32) {
        let (bits, last) = (checked(0b01_000 | mask, 0b101_0011_0111) ^ 0b101_0100_0001_0010, self.size - 1);
        for at in 0..15 {
            let is_dark = bits >> at & 1 == 1;
            let along = |at: usize| if at < 6 { at } else { at + 1 };
            let (x, y) = if at < 8 { (8, along(at)) } else { (along(14 - at), 8) };
            self.fix(x, y, is_dark);
            let (x, y) = if at < 8 { (last - at, 8) } else { (8, last - (14 - at)) };
            self.fix(x, y, is_dark);
        }
        self.fix(8, last - 7, true);
    }

    fn version(&mut self, number: usize) {
        let bits = checked(u32::try_from(number).unwrap_or_default(), 0b1_1111_0010_0101);
        for at in 0..18 {
            let (near, far) = (at / 3, self.size - 11 + at % 3);
            let is_dark = bits >> at & 1 == 1;
            self.fix(near, far, is_dark);
            self.fix(far, near, is_dark);
        }
    }

    /// Puts the bits in two columns at a time, up and down, from the right.
    fn put(&mut self, codewords: &[u8]) {
        let mut bits = codewords.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1 == 1));
        let pairs = (0..self.size / 2).map(|pair| (pair, self.size - 1 - 2 * pair));
        for (pair, right) in pairs.map(|(pair, right)| (pair, if right <= 6 { right - 1 } else { right })) {
            for step in 0..self.size {
                let y = if pair % 2 == 0 { self.size - 1 - step } else { step };
                for x in [right, right - 1] {
                    if self.fixed.rows[y] >> x & 1 == 0 {
                        self.grid.set(x, y, bits.next().unwrap_or_default());
                    }
                }
            }
        }
    }

    /// The symbol with the mask that is best to read.
    fn finished(mut self) -> Code {
        let size = self.size;
        let best = (0..8).min_by_key(|mask| penalty(&self.masked(*mask), size)).unwrap_or_default();
        Code { size, grid: self.masked(best) }
    }

    fn masked(&mut self, mask: usize) -> Grid {
        self.format(u32::try_from(mask).unwrap_or_default());
        let mut grid = self.grid.clone();
        let all = (1 << self.size) - 1;
        for at in 0..self.size {
            grid.rows[at] ^= MASKS[mask].0[at % 12] & !self.fixed.rows[at] & all;
            grid.columns[at] ^= MASKS[mask].1[at % 12] & !self.fixed.columns[at] & all;
        }
        grid
    }
}

/// The masks by row and by column; they repeat after twelve.
const MASKS: [([u64; 12], [u64; 12]); 8] = {
    let mut masks = [([0; 12], [0; 12]); 8];
    let mut mask = 0;
    while mask < 8 {
        let mut line = 0;
        while line < 12 {
            let mut at = 0;
            while at < 64 {
                masks[mask].0[line] |= (inverts(mask, at, line) as u64) << at;
                masks[mask].1[line] |= (inverts(mask, line, at) as u64) << at;
                at += 1;
            }
            line += 1;
        }
        mask += 1;
    }
    masks
};

const fn inverts(mask: usize, x: usize, y: usize) -> bool {
    match mask {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (y / 2 + x / 3).is_multiple_of(2),
        5 => x * y % 2 + x * y % 3 == 0,
        6 => (x * y % 2 + x * y % 3).is_multiple_of(2),
        _ => ((x + y) % 2 + x * y % 3).is_multiple_of(2),
    }
}

/// How hard a symbol is to read: long runs, blocks, what looks like a corner, and how far from half of it is dark.
fn penalty(grid: &Grid, size: usize) -> u32 {
    let (rows, columns) = (&grid.rows[..size], &grid.columns[..size]);
    let lines: u32 = rows.iter().chain(columns).map(|line| of_line(*line, size)).sum();
    let alike = |line: u64| !(line ^ line >> 1) & ((1 << (size - 1)) - 1);
    let blocks = rows.windows(2).map(|two| (alike(two[0]) & alike(two[1]) & !(two[0] ^ two[1])).count_ones());
    let dark: u32 = rows.iter().map(|line| line.count_ones()).sum();
    let all = u32::try_from(size * size).unwrap_or(u32::MAX);
    lines + 3 * blocks.sum::<u32>() + 10 * ((20 * dark).abs_diff(10 * all) / all)
}

fn of_line(line: u64, size: usize) -> u32 {
    let alike = !(line ^ line >> 1) & ((1 << (size - 1)) - 1);
    let runs = alike & alike >> 1 & alike >> 2 & alike >> 3;
    let corners: u32 = [0b101_1101_0000, 0b000_0101_1101].into_iter().map(|corner| found(line, corner, size)).sum();
    runs.count_ones() + 2 * (runs & !(runs << 1)).count_ones() + 40 * corners
}

/// How often eleven modules are in a line.
fn found(line: u64, eleven: u64, size: usize) -> u32 {
    let starts = (1_u64 << (size - 10)) - 1;
    let same = (0..11).fold(starts, |same, at| same & if eleven >> at & 1 == 1 { line >> at } else { !line >> at });
    same.count_ones()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_correction_is_that_of_the_standard() {
        let data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
        assert_eq!(remainder(&data, &generator(10)), [196, 35, 39, 119, 235, 215, 231, 226, 93, 23]);
        assert_eq!(checked(5, 0b101_0011_0111) ^ 0b101_0100_0001_0010, 0b100_0000_1100_1110);
        assert_eq!(checked(7, 0b1_1111_0010_0101), 0b00_0111_1100_1001_0100);
    }

    #[test]
    fn a_symbol_holds_as_much_as_its_version_can() {
        for (bytes, size) in [(17, 21), (18, 25), (32, 25), (106, 37), (154, 45), (230, 53), (231, 57), (271, 57)] {
            assert_eq!(Code::of(&"a".repeat(bytes)).map(|code| code.size), Some(size), "{bytes}");
        }
        assert_eq!(Code::of(&"a".repeat(272)), None);
    }

    #[test]
    fn a_symbol_is_the_one_that_others_make() {
        let expected = [
            "#######..#.##.#######",
            "#.....#.##.#..#.....#",
            "#.###.#.##..#.#.###.#",
            "#.###.#..#.#..#.###.#",
            "#.###.#.#...#.#.###.#",
            "#.....#.#..##.#.....#",
            "#######.#.#.#.#######",
            "........#####........",
            "##.#..##.##...###.##.",
            "##..#...###...##.####",
            "#...#.#.....##...##.#",
            ".###.#..##.#.....#..#",
            ".#...##..#..#.#.#..#.",
            "........#.##...#....#",
            "#######.#....#.##.##.",
            "#.....#...####..#...#",
            "#.###.#...##..#.##..#",
            "#.###.#.####...##..##",
            "#.###.#...#.#..##...#",
            "#.....#.#.#..##.#....",
            "#######.##.##..##..#.",
        ];
        let Code { size, grid } = Code::of("mieruka").expect("it is short");
        let row = |row: &u64| (0..size).map(|x| if row >> x & 1 == 1 { '#' } else { '.' }).collect::<String>();
        assert_eq!(grid.rows[..size].iter().map(row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_stroke_passes_every_module_and_is_where_it_is_dark() {
        for text in ["mieruka".to_owned(), "https://example.jp/".repeat(9)] {
            let code = Code::of(&text).expect("it is short");
            let (size, dashes) = (code.size, code.dashes());
            let runs = dashes.split(' ').map(|run| run.parse::<usize>().expect("a number"));
            let passed: Vec<_> = runs.enumerate().flat_map(|(n, run)| std::iter::repeat_n(n % 2 == 0, run)).collect();
            assert_eq!(passed.len(), size * (size + 1) - 1);
            for (y, row) in passed.chunks(size + 1).enumerate() {
                let is_dark = |x: usize| row[if y % 2 == 0 { x } else { size - 1 - x }];
                assert!((0..size).all(|x| is_dark(x) == (code.grid.rows[y] >> x & 1 == 1)), "row {y}");
                assert_eq!(row.get(size), (y + 1 < size).then_some(&false));
            }
            let (there, back) = (format!("h{size}"), format!("h-{size}"));
            assert_eq!(code.way(), format!("m0 0{there}{}", format!("v1{back}v1{there}").repeat(size / 2)));
        }
    }

    #[test]
    fn rows_and_columns_are_the_same_modules() {
        let Code { size, grid } = Code::of(&"https://example.jp/".repeat(9)).expect("it is short");
        for (x, y) in (0..size).flat_map(|x| (0..size).map(move |y| (x, y))) {
            assert_eq!(grid.rows[y] >> x & 1, grid.columns[x] >> y & 1, "{x} {y}");
        }
    }
}
