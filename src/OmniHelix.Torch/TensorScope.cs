namespace OmniHelix.Torch;

/// <summary>
/// Disposes every tensor that its thread creates while it is open, except those handed to <see cref="Keep"/>. Scopes nest; a kept tensor
/// moves to the enclosing scope. Opening a scope around each step is what keeps the memory of a long run flat.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? current;

    private readonly TensorScope? enclosing;
    private readonly List<Tensor?> tensors = [];

    /// <summary>Opens a scope on this thread.</summary>
    public TensorScope()
    {
        enclosing = current;
        current = this;
    }

    /// <summary>Tensors that would be disposed now.</summary>
    public int Count => tensors.Count(tensor => tensor is not null);

    /// <summary>Moves a tensor to the enclosing scope, or frees it from scopes when there is none.</summary>
    public Tensor Keep(Tensor tensor)
    {
        tensor.LeaveScope();
        enclosing?.Add(tensor);
        return tensor;
    }

    /// <summary>Disposes what is left.</summary>
    public void Dispose()
    {
        if (current != this)
            throw new InvalidOperationException(
                "Tensor scopes are closed in the reverse order of opening, on the thread that opened them.");
        current = enclosing;
        foreach (var tensor in tensors) tensor?.DisposeByScope();
        tensors.Clear();
    }

    internal static void Register(Tensor tensor) => current?.Add(tensor);

    internal void Remove(int slot) => tensors[slot] = null;

    private void Add(Tensor tensor)
    {
        tensor.EnterScope(this, tensors.Count);
        tensors.Add(tensor);
    }
}
