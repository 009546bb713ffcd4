"""Translations as files, XLIFF 2.0 or XLSX: out to a translation bureau and back in, all or nothing."""
