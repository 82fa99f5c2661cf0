namespace OmniHelix.Torch.Nn;

/// <summary>
/// A named place for a tensor that training changes unless it is frozen. The tensor behind it may be exchanged (loading, another type or
/// device); two modules that hold the same parameter share ("tie") their weights. A buffer is one that a layer keeps itself, such as the
/// running mean of a batch norm: stored, loaded and moved as weights are, but nothing is differentiated for it.
/// </summary>
public sealed class Parameter : IDisposable
{
    /// <summary>Uninitialised memory of the given shape, trainable, owned by no scope.</summary>
    public Parameter(ReadOnlySpan<long> shape, DType type = DType.Float32)
        : this(Ops.Empty(shape, type))
    {
    }

    /// <summary>Takes over a tensor.</summary>
    public Parameter(Tensor value)
        : this(value, isBuffer: false)
    {
    }

    private Parameter(Tensor value, bool isBuffer)
    {
        value.LeaveScope();
        IsBuffer = isBuffer;
        value.RequiresGrad = !isBuffer;
        Value = value;
    }

    /// <summary>A buffer of uninitialised memory, owned by no scope.</summary>
    public static Parameter Buffer(ReadOnlySpan<long> shape, DType type = DType.Float32) => new(Ops.Empty(shape, type), isBuffer: true);

    /// <summary>True for what a layer keeps itself and no optimizer changes.</summary>
    public bool IsBuffer { get; }

    /// <summary>The tensor.</summary>
    public Tensor Value { get; private set; }

    /// <summary>
    /// False for a frozen parameter: nothing is differentiated for it, and no optimizer changes it. A buffer stays false whatever is set.
    /// </summary>
    public bool IsTrainable
    {
        get => Value.RequiresGrad;
        set => Value.RequiresGrad = value && !IsBuffer;
    }

    /// <summary>The tensor, where an operator takes one.</summary>
    public static implicit operator Tensor(Parameter parameter) => parameter.Value;

    /// <summary>Puts another tensor in place; the old one is disposed.</summary>
    public void Replace(Tensor value)
    {
        var trainable = IsTrainable;
        value.LeaveScope();
        Value.Dispose();
        Value = value;
        IsTrainable = trainable;
    }

    /// <summary>Drops the accumulated gradient.</summary>
    public void ZeroGrad() => Value.Grad = null;

    /// <inheritdoc/>
    public void Dispose() => Value.Dispose();
}
