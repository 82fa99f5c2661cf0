using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>A failure inside libtorch, OH4100: names the operator with the shapes and types of its arguments.</summary>
/// <param name="message">Operator, arguments and libtorch's own sentence.</param>
public sealed class TorchException(string message) : OmniException("OH4100", message)
{
    /// <summary>Throws what the shim left behind when <paramref name="status"/> is not 0.</summary>
    internal static unsafe void Check(int status)
    {
        if (status != 0) throw new TorchException(NativeMethods.Text(NativeMethods.oh_error()));
    }
}
