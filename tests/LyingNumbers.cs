using System.Buffers.Binary;

namespace OmniHelix;

/// <summary>
/// Files that lie about sizes: copies of a sound file, in each another number of four bytes overwritten by a large one. What is claimed has
/// to be held against the bytes that are there before memory is taken for it.
/// </summary>
internal static class LyingNumbers
{
    // What opening and reading any small file may take: tables of names, a buffer of the stream.
    private const long LeastAllowed = 256 << 10, AllowedOfByte = 64;

    private static readonly int[] Lies = [1 << 24, 1 << 30, int.MaxValue];

    /// <summary>Reads every copy and asserts that none takes more than a small multiple of its bytes.</summary>
    /// <param name="sound">A whole file.</param>
    /// <param name="read">Reads a file to its end on the calling thread; an <see cref="OmniException"/> is as good as rows.</param>
    /// <param name="copies">About so many, spread over the file.</param>
    public static void CostNoMemory(byte[] sound, Action<byte[]> read, int copies = 400)
    {
        var numbers = sound.Length / sizeof(int);
        // Odd, so that every place of a record of a power of two has its turn.
        var step = numbers / copies | 1;
        for (var number = 0; number < numbers; number += step)
        {
            var at = number * sizeof(int);
            var lying = sound.ToArray();
            BinaryPrimitives.WriteInt32LittleEndian(lying.AsSpan(at), Lies[number % Lies.Length]);
            var taken = Taken(read, lying);
            Assert.True(taken <= Allowed(sound.Length), $"a lie at byte {at} of {sound.Length}: {taken} bytes were allocated");
        }
    }

    /// <summary>Bytes that a reader may allocate for a file.</summary>
    public static long Allowed(long fileLength) => LeastAllowed + AllowedOfByte * fileLength;

    /// <summary>Bytes that a reader allocates on its thread, the only one that no other test uses meanwhile.</summary>
    public static long Taken(Action<byte[]> read, byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(file);
        }
        catch (OmniException)
        {
            // Where it lies and what about is for other tests.
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
