namespace OmniHelix.Torch.Checkpoints.Zip;

/// <summary>One file of an archive.</summary>
/// <param name="Name">As stored; safe to show, never used as a path.</param>
/// <param name="Deflated">False: the bytes lie in the archive as they are.</param>
/// <param name="Crc">CRC-32 of the contents; 0 also means "not computed" (PyTorch can switch it off).</param>
/// <param name="StoredLength">Bytes in the archive.</param>
/// <param name="Length">Bytes of the contents.</param>
/// <param name="HeaderOffset">Where the local header starts.</param>
/// <param name="DataOffset">Where the stored bytes start.</param>
internal sealed record ZipEntry(string Name, bool Deflated, uint Crc, long StoredLength, long Length, long HeaderOffset, long DataOffset);
