using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>Derivatives.</summary>
public sealed partial class Tensor
{
    /// <summary>Whether operations on this tensor are recorded for differentiation.</summary>
    public bool RequiresGrad
    {
        get => NativeMethods.oh_tensor_requires_grad(Handle) != 0;
        set => TorchException.Check(NativeMethods.oh_tensor_set_requires_grad(Handle, value ? 1 : 0));
    }

    /// <summary>True when the tensor is not the result of a recorded operation.</summary>
    public bool IsLeaf => NativeMethods.oh_tensor_is_leaf(Handle) != 0;

    /// <summary>
    /// The accumulated gradient, null before the first backward pass. Each read gives a handle that belongs to the open scope.
    /// </summary>
    public Tensor? Grad
    {
        get
        {
            var grad = NativeMethods.oh_tensor_grad(Handle);
            return grad == 0 ? null : new Tensor(grad);
        }
        set => TorchException.Check(NativeMethods.oh_tensor_set_grad(Handle, value?.Handle ?? 0));
    }

    /// <summary>Accumulates the derivative of this tensor into the leaves it was computed from.</summary>
    /// <param name="gradient">Derivative of the final value with respect to this tensor; may be null for a single element.</param>
    /// <param name="retainGraph">Keeps the recorded operations for another pass.</param>
    /// <exception cref="TorchException">OH4100: no recorded operation, or one of them failed.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false)
    {
        TorchException.Check(NativeMethods.oh_backward(Handle, gradient?.Handle ?? 0, retainGraph ? 1 : 0));
        // A pass takes long: without this, a tensor that nobody needs afterwards could be collected in its middle.
        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
    }

    /// <summary>
    /// Derivatives of this tensor with respect to <paramref name="inputs"/>, null where it does not depend on one; leaves are not touched.
    /// </summary>
    /// <param name="inputs">Tensors to differentiate by.</param>
    /// <param name="gradient">Derivative of the final value with respect to this tensor; may be null for a single element.</param>
    /// <param name="createGraph">Records the derivative itself, for second derivatives.</param>
    public unsafe Tensor?[] GradientsOf(ReadOnlySpan<Tensor> inputs, Tensor? gradient = null, bool createGraph = false)
    {
        var sources = stackalloc nint[inputs.Length];
        var found = stackalloc nint[inputs.Length];
        for (var i = 0; i < inputs.Length; i++) sources[i] = inputs[i].Handle;
        TorchException.Check(NativeMethods.oh_grad(Handle, gradient?.Handle ?? 0, sources, inputs.Length, createGraph ? 1 : 0, found));
        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
        Packed.KeepAlive(inputs);
        var gradients = new Tensor?[inputs.Length];
        for (var i = 0; i < inputs.Length; i++) gradients[i] = found[i] == 0 ? null : new Tensor(found[i]);
        return gradients;
    }
}
