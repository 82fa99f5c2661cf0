namespace OmniHelix.Torch;

/// <summary>A failure inside libtorch, OH4100: names the operator with the shapes and types of its arguments.</summary>
/// <param name="message">Operator, arguments and libtorch's own sentence.</param>
public sealed class TorchException(string message) : OmniException("OH4100", message);
