using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OmniHelix.Sequences.Native;

/// <summary>What one call of the inflater came to.</summary>
internal enum InflateStep
{
    /// <summary>The input is used up or the output full.</summary>
    More,

    /// <summary>The member is complete; its checksum and length are right.</summary>
    Finished,

    /// <summary>No deflate data, or a wrong checksum or length.</summary>
    Corrupt,
}

/// <summary>
/// Inflates one gzip member in pieces, with Intel's ISA-L: as fast as libdeflate, which would need the whole member in memory, and 2.5 times zlib.
/// </summary>
internal sealed unsafe partial class IsaInflater
{
    // struct inflate_state of igzip_lib.h, versions 2.x, 64 bit. It holds no addresses but those of the two buffers, which are set at every call.
    private const int StateSize = 87368;
    private const int NextOut = 0, AvailableOut = 8, NextIn = 16, AvailableIn = 32, BlockState = 21160, ChecksumKind = 21172;
    private const int GzipTrailerOnly = 6;
    private const int BlockFinished = 5;

    private readonly byte[] state = GC.AllocateArray<byte>(StateSize + 4096, pinned: true);

    private byte* Address => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(state));

    /// <summary>Prepares for the deflate data of a member, whose header has been read.</summary>
    public void Start()
    {
        isal_inflate_init(Address);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(ChecksumKind), GzipTrailerOnly);
    }

    /// <summary>Inflates what there is and says how much of both was used.</summary>
    public InflateStep Step(ReadOnlySpan<byte> input, Span<byte> output, out int read, out int written)
    {
        fixed (byte* from = input, to = output)
        {
            var s = Address;
            *(byte**)(s + NextIn) = from;
            *(uint*)(s + AvailableIn) = (uint)input.Length;
            *(byte**)(s + NextOut) = to;
            *(uint*)(s + AvailableOut) = (uint)output.Length;
            var result = isal_inflate(s);
            read = input.Length - *(int*)(s + AvailableIn);
            written = output.Length - *(int*)(s + AvailableOut);
            if (result < 0) return InflateStep.Corrupt;
            return *(int*)(s + BlockState) == BlockFinished ? InflateStep.Finished : InflateStep.More;
        }
    }

    [LibraryImport(NativeLibraries.IsaL)]
    private static partial void isal_inflate_init(byte* state);

    [LibraryImport(NativeLibraries.IsaL)]
    private static partial int isal_inflate(byte* state);
}
