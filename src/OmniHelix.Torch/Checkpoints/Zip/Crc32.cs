using System.Runtime.InteropServices;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>CRC-32 of zip files (reflected polynomial 0xEDB88320), eight bytes a step.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = Build();

    public static unsafe uint Of(nint address, long length)
    {
        var crc = uint.MaxValue;
        for (long done = 0; done < length; done += 1 << 30)
            crc = Append(crc, new ReadOnlySpan<byte>((void*)(address + (nint)done), (int)Math.Min(1 << 30, length - done)));
        return ~crc;
    }

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            var low = (uint)word ^ crc;
            var high = (uint)(word >> 32);
            crc = table[0x700 | (low & 255)] ^ table[0x600 | ((low >> 8) & 255)] ^ table[0x500 | ((low >> 16) & 255)] ^ table[0x400 | (low >> 24)]
                ^ table[0x300 | (high & 255)] ^ table[0x200 | ((high >> 8) & 255)] ^ table[0x100 | ((high >> 16) & 255)] ^ table[high >> 24];
        }
        foreach (var b in bytes[(words.Length * 8)..]) crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] Build()
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }
        for (var i = 256; i < table.Length; i++) table[i] = (table[i - 256] >> 8) ^ table[(byte)table[i - 256]];
        return table;
    }
}
