using System.Collections;
using System.Globalization;

namespace OmniHelix.Torch.Nn;

/// <summary>Modules named by their position: <c>layer.0</c>, <c>layer.1</c>, ….</summary>
public sealed class ModuleList<T> : Module, IReadOnlyList<T> where T : Module
{
    private readonly List<T> items = [];

    /// <summary>Registers the modules in order.</summary>
    public ModuleList(IEnumerable<T> modules)
    {
        foreach (var module in modules) items.Add(Register(items.Count.ToString(CultureInfo.InvariantCulture), module));
    }

    /// <inheritdoc/>
    public int Count => items.Count;

    /// <inheritdoc/>
    public T this[int index] => items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
