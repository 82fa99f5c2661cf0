using System.Runtime.InteropServices;
using System.Text;
using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>
/// A differentiable function written in C#: <see cref="Forward"/> computes without being recorded, <see cref="Backward"/> turns the
/// derivatives of the results into those of the inputs. One instance serves one application, so that it can hold on to tensors by
/// <see cref="Save"/>.
/// </summary>
public abstract unsafe class CustomFunction
{
    private readonly List<Tensor> saved = [];

    /// <summary>Applies the function; the results take part in differentiation when an input does.</summary>
    public Tensor[] Apply(params ReadOnlySpan<Tensor> inputs)
    {
        Tensor[] outputs;
        using (GradMode.Off()) outputs = Forward(inputs);
        var recorded = false;
        foreach (var input in inputs) recorded |= input.RequiresGrad;
        if (!recorded || !GradMode.IsEnabled)
        {
            Forget();
            return outputs;
        }
        var context = GCHandle.Alloc(this);
        var ins = stackalloc nint[inputs.Length];
        var outs = stackalloc nint[outputs.Length];
        for (var i = 0; i < inputs.Length; i++) ins[i] = inputs[i].Handle;
        for (var i = 0; i < outputs.Length; i++) outs[i] = outputs[i].Handle;
        var status = NativeMethods.oh_attach_backward(
            ins, inputs.Length, outs, outputs.Length, &OnBackward, &OnRelease, (void*)GCHandle.ToIntPtr(context));
        Packed.KeepAlive(inputs);
        TorchException.Check(status);
        return outputs;
    }

    /// <summary>Computes the results; a result must be a new tensor, not an input.</summary>
    protected abstract Tensor[] Forward(ReadOnlySpan<Tensor> inputs);

    /// <summary>Derivatives of the inputs, null where none is wanted.</summary>
    /// <param name="gradients">Derivatives of the results, null where none flows back.</param>
    protected abstract Tensor?[] Backward(ReadOnlySpan<Tensor?> gradients);

    /// <summary>Holds a tensor for the backward pass, beyond the scope it was made in.</summary>
    protected Tensor Save(Tensor tensor)
    {
        var held = tensor.Share();
        held.LeaveScope();
        saved.Add(held);
        return held;
    }

    [UnmanagedCallersOnly]
    private static int OnBackward(void* context, nint* gradients, int outputs, nint* results, int inputs, byte* message, int capacity)
    {
        try
        {
            using var scope = new TensorScope();
            var incoming = new Tensor?[outputs];
            for (var i = 0; i < outputs; i++) incoming[i] = gradients[i] == 0 ? null : new Tensor(gradients[i]);
            var function = (CustomFunction)GCHandle.FromIntPtr((nint)context).Target!;
            var outgoing = function.Backward(incoming);
            if (outgoing.Length != inputs)
                throw new InvalidOperationException(
                    $"{function.GetType().Name}.Backward gave {outgoing.Length} gradients for {inputs} inputs.");
            for (var i = 0; i < inputs; i++) results[i] = outgoing[i] is { } gradient ? NativeMethods.oh_tensor_share(gradient.Handle) : 0;
            return 0;
        }
#pragma warning disable CA1031 // An exception must not cross the native frames; it is raised again on the other side.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var text = Encoding.UTF8.GetBytes(e.Message);
            var length = Math.Min(text.Length, capacity - 1);
            text.AsSpan(0, length).CopyTo(new Span<byte>(message, capacity));
            message[length] = 0;
            return 1;
        }
    }

    [UnmanagedCallersOnly]
    private static void OnRelease(void* context)
    {
        var gcHandle = GCHandle.FromIntPtr((nint)context);
        ((CustomFunction)gcHandle.Target!).Forget();
        gcHandle.Free();
    }

    private void Forget()
    {
        foreach (var tensor in saved) tensor.Dispose();
        saved.Clear();
    }
}
