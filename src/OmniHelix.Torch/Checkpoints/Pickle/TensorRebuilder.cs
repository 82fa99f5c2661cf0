namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>
/// Builds tensor records from the arguments of PyTorch's rebuild functions and proves that they stay inside their storage.
/// </summary>
internal static class TensorRebuilder
{
    private const int MaxRank = 64;

    /// <summary>
    /// <c>(storage, offset, size, stride)</c>, v2 <c>+ (requires_grad, hooks[, metadata])</c>, v3 <c>+ (requires_grad, hooks, dtype[,
    /// metadata])</c>.
    /// </summary>
    public static PickleTensor Tensor(PickleCall version, IReadOnlyList<object?> args, PickleContext context, long at)
    {
        var (least, most) = version switch { PickleCall.TensorV1 => (4, 4), PickleCall.TensorV2 => (6, 7), _ => (7, 8) };
        if (args.Count < least || args.Count > most) throw Fail($"a tensor has {args.Count} arguments, expected {least} to {most}");
        var (storage, first, limit) = args[0] switch
        {
            PickleStorage whole => (whole, 0L, -1L),
            StorageView view => (view.Root, view.First, view.Count),
            _ => throw Fail("a tensor's first argument must be a storage"),
        };
        var metadata = version == PickleCall.TensorV2 ? 6 : 7;
        var requiresGrad = false;
        if (version != PickleCall.TensorV1)
        {
            requiresGrad = args[4] as bool? ?? throw Fail("requires_grad must be True or False");
            if (!IsEmpty(args[5])) throw Fail("a tensor with backward hooks is not supported");
            if (args.Count > metadata && !IsEmpty(args[metadata])) throw Fail("a tensor with a conjugate or negative bit is not supported");
        }
        var type = version == PickleCall.TensorV3
            ? (args[6] as PickleDType)?.Type ?? throw Fail("a tensor's dtype argument must be a dtype")
            : storage.Type ?? throw Fail("a tensor over an untyped storage needs a dtype");
        if (version == PickleCall.TensorV3 && storage.Type is { } stored && stored != type)
            throw Fail($"a tensor of {type} over a storage of {stored}");

        var offset = args[1] as long? ?? throw Fail("a tensor's offset must be an integer");
        var shape = Integers(args[2], "size");
        var stride = Integers(args[3], "stride");
        if (shape.Length != stride.Length) throw Fail($"a tensor has {shape.Length} sizes and {stride.Length} strides");
        if (offset < 0) throw Fail($"a tensor's offset is {offset}");

        var size = type.Size();
        CheckBounds(shape, stride, offset, limit >= 0 ? limit : storage.ByteLength / size, size);
        return new PickleTensor(type, shape, stride, first + offset, storage, requiresGrad, IsParameter: false);

        OmniException Fail(string message) => context.Refuse(at, message, "OH3130");

        long[] Integers(object? value, string what)
        {
            if (value is not PickleTuple { Items: var items }) throw Fail($"a tensor's {what} must be a tuple");
            if (items.Count > MaxRank) throw Fail($"a tensor has {items.Count} dimensions, the limit is {MaxRank}");
            return [.. items.Select(i => i is long n and >= 0 ? n : throw Fail($"a tensor's {what} must hold non-negative integers"))];
        }

        void CheckBounds(long[] shape, long[] stride, long offset, long available, int elementSize)
        {
            Int128 count = 1, last = offset;
            for (var i = 0; i < shape.Length; i++)
            {
                count *= shape[i];
                last += (Int128)Math.Max(0, shape[i] - 1) * stride[i];
                if (count * elementSize > long.MaxValue) throw Fail($"the size [{string.Join(", ", shape)}] of a tensor overflows");
            }
            if (count * elementSize > Math.Max(storage.ByteLength, context.MaxExpandedBytes))
                throw Fail(
                    $"a tensor of size [{string.Join(", ", shape)}] expands a storage of {storage.ByteLength} bytes to "
                    + $"{count * elementSize}; the limit is {context.MaxExpandedBytes}");
            if (count > 0 && last >= available)
                throw Fail(
                    $"a tensor of size [{string.Join(", ", shape)}], stride [{string.Join(", ", stride)}], offset {offset} "
                    + $"reaches element {last} of a storage of {available}");
        }
    }

    /// <summary><c>(data, requires_grad, hooks[, state])</c>; Python attributes are left out.</summary>
    public static PickleTensor Parameter(PickleCall call, IReadOnlyList<object?> args, PickleContext context, long at)
    {
        var expected = call == PickleCall.Parameter ? 3 : 4;
        if (args.Count != expected || args[0] is not PickleTensor tensor || args[1] is not bool requiresGrad || !IsEmpty(args[2]))
            throw context.Refuse(at, "a parameter must be (tensor, requires_grad, no hooks)", "OH3130");
        return tensor with { RequiresGrad = requiresGrad, IsParameter = true };
    }

    private static bool IsEmpty(object? value) => value is null or PickleDict { Keys.Count: 0 };
}
