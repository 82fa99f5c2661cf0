using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>Copies strided tensors into row-major order.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>Gathers a non-empty tensor from its storage.</summary>
    public static void Gather(nint storage, PickleTensor tensor, nint target)
    {
        switch (tensor.Type.Size())
        {
            case 1: Gather((byte*)storage, tensor, (byte*)target); break;
            case 2: Gather((ushort*)storage, tensor, (ushort*)target); break;
            case 4: Gather((uint*)storage, tensor, (uint*)target); break;
            case 8: Gather((ulong*)storage, tensor, (ulong*)target); break;
            default: Gather((UInt128*)storage, tensor, (UInt128*)target); break;
        }
    }

    private static void Gather<T>(T* storage, PickleTensor tensor, T* target)
        where T : unmanaged
    {
        var (shape, stride) = (tensor.Shape, tensor.Stride);
        var outer = Math.Max(0, shape.Length - 1);
        var (inner, step) = shape.Length == 0 ? (1L, 1L) : (shape[^1], stride[^1]);
        var index = new long[outer];
        var from = storage + tensor.Offset;
        while (true)
        {
            if (step == 1) Buffer.MemoryCopy(from, target, inner * sizeof(T), inner * sizeof(T));
            else
                for (long i = 0; i < inner; i++) target[i] = from[i * step];
            target += inner;

            var d = outer - 1;
            for (; d >= 0; d--)
            {
                from += stride[d];
                if (++index[d] < shape[d]) break;
                from -= stride[d] * shape[d];
                index[d] = 0;
            }
            if (d < 0) return;
        }
    }
}
