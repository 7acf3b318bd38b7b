//! Every limit of reading, in one place.

/// How much of anything is read before a diagnostic takes its place.
///
/// A limit that is hit is always reported ([`LimitExceeded`](retold_model::DiagnosticKind::LimitExceeded)) and costs
/// the record that hit it, never the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one record after decompression: a page, a JSON object, a line, a whole feed, a mail.
    /// 64 MiB; never more than 4 GiB, since ranges count in 32 bits.
    pub document_bytes: usize,
    /// Bytes of an archive that is held in memory since it cannot be read in place: a zip inside something else,
    /// or on standard input. 256 MiB.
    pub archive_bytes: usize,
    /// Bytes that come out of a compressed stream for each byte that went in, beyond the first
    /// [`expansion_floor`](Self::expansion_floor). News in gzip or zstd stays under 30; bombs begin at 1,000. 200.
    pub expansion_ratio: u64,
    /// Bytes that a compressed stream may give whatever its ratio. 16 MiB.
    pub expansion_floor: u64,
    /// Bombs in one archive that are not held against the members behind them; from there on the ratio of the whole
    /// archive counts. 16.
    pub bombs: u64,
    /// Members of one zip. 1,000,000.
    pub members: usize,
    /// Containers in containers: `.zip` in `.gz` in WARC is 3. 4.
    pub nesting: u32,
    /// Bytes of the header block of a WARC record or of an HTTP message. 64 KiB.
    pub header_bytes: usize,
    /// Bytes of a manifest. 64 MiB.
    pub manifest_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 64 << 20,
            archive_bytes: 256 << 20,
            expansion_ratio: 200,
            expansion_floor: 16 << 20,
            bombs: 16,
            members: 1_000_000,
            nesting: 4,
            header_bytes: 64 << 10,
            manifest_bytes: 64 << 20,
        }
    }
}

impl Limits {
    /// [`document_bytes`](Self::document_bytes), kept within what 32-bit ranges can count.
    pub(crate) fn document(&self) -> usize {
        // Decoding triples bytes at most (one bad byte becomes U+FFFD), so that a third of 4 GiB is the ceiling.
        self.document_bytes.min((u32::MAX / 3) as usize)
    }
}
