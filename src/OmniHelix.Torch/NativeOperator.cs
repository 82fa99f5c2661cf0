using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>One ATen operator: looked up at its first use, then called boxed through the dispatcher.</summary>
internal sealed unsafe class NativeOperator(string name, string overload)
{
    private nint handle;

    private nint Handle => handle != 0 ? handle : handle = Find();

    /// <summary>The schema as this libtorch declares it.</summary>
    public string Schema => NativeMethods.TakeText(NativeMethods.oh_operator_schema(Handle));

    public Tensor CallTensor(NativeValue* arguments, int count)
    {
        NativeValue result;
        Call(arguments, count, &result, 1);
        return new Tensor((nint)result.Pointer);
    }

    /// <summary>The operator returns its own first argument, of which no second handle is wanted.</summary>
    public void CallInPlace(NativeValue* arguments, int count)
    {
        NativeValue result;
        Call(arguments, count, &result, 1);
        NativeMethods.oh_tensor_release((nint)result.Pointer);
    }

    public void CallVoid(NativeValue* arguments, int count)
    {
        NativeValue unused;
        Call(arguments, count, &unused, 0);
    }

    public Tensor[] CallTensors(NativeValue* arguments, int count)
    {
        NativeValue result;
        Call(arguments, count, &result, 1);
        var tensors = new Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = new Tensor(((nint*)result.Pointer)[i]);
        NativeMethods.oh_free(result.Pointer);
        return tensors;
    }

    public Tensor[] CallTuple(NativeValue* arguments, int count, int results)
    {
        var values = stackalloc NativeValue[results];
        Call(arguments, count, values, results);
        var tensors = new Tensor[results];
        for (var i = 0; i < results; i++) tensors[i] = new Tensor((nint)values[i].Pointer);
        return tensors;
    }

    public Scalar CallScalar(NativeValue* arguments, int count)
    {
        NativeValue result;
        Call(arguments, count, &result, 1);
        return result.Tag == NativeTag.Double ? new Scalar(result.Double) : new Scalar(result.Int);
    }

    public bool CallBool(NativeValue* arguments, int count)
    {
        NativeValue result;
        Call(arguments, count, &result, 1);
        return result.Int != 0;
    }

    private void Call(NativeValue* arguments, int count, NativeValue* results, int capacity)
    {
        int produced;
        TorchException.Check(NativeMethods.oh_call(Handle, arguments, count, results, capacity, &produced));
    }

    private nint Find()
    {
        var found = NativeMethods.oh_operator(name, overload);
        if (found != 0) return found;
        throw new TorchException(
            $"this libtorch ({TorchEngine.Version}) has no operator {name}{(overload.Length > 0 ? "." : "")}{overload}");
    }
}
