using System.Runtime.InteropServices;

namespace OmniHelix.Torch.Checkpoints.Memory;

/// <summary>Memory outside the garbage collector that lives as long as its checkpoint, up to a limit.</summary>
internal sealed unsafe class NativeBuffers(string path, long limit) : IDisposable
{
    private const int Alignment = 64;
    private readonly List<nint> buffers = [];
    private long total;

    /// <summary>At least <paramref name="length"/> bytes, aligned to 64.</summary>
    /// <exception cref="OmniException">OH3102 when the limit would be passed.</exception>
    public nint Allocate(long length, string purpose)
    {
        if (length > limit - total)
            throw new OmniException(
                "OH3102", $"{purpose} needs {length} bytes of memory that its file does not hold; with {total} in use the limit is {limit}",
                path,
                "Raise CheckpointOptions.MaxExpandedBytes if the file is trusted.");
        try
        {
            buffers.Add((nint)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1), Alignment));
        }
        catch (OutOfMemoryException e)
        {
            throw new OmniException(
                "OH3102", $"{purpose} needs {length} bytes of memory, which this machine does not have free", path,
                "Close other programs or use a larger machine.", e);
        }
        total += length;
        return buffers[^1];
    }

    public void Dispose()
    {
        foreach (var buffer in buffers) NativeMemory.AlignedFree((void*)buffer);
        buffers.Clear();
    }
}
