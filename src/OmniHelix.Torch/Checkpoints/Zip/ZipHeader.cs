namespace OmniHelix.Torch.Checkpoints.Zip;

/// <summary>What the central directory says of an entry and its local header has to repeat.</summary>
/// <param name="Name">As stored.</param>
/// <param name="Flags">General purpose bits.</param>
/// <param name="Method">Compression method, 0 stored, 8 deflated.</param>
/// <param name="Crc">CRC-32 of the contents.</param>
/// <param name="StoredLength">Bytes in the archive.</param>
/// <param name="Length">Bytes of the contents.</param>
internal readonly record struct ZipHeader(string Name, int Flags, int Method, uint Crc, ulong StoredLength, ulong Length);
