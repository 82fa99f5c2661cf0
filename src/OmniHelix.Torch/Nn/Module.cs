namespace OmniHelix.Torch.Nn;

/// <summary>
/// A part of a model: parameters, buffers and further modules, registered under the names that PyTorch would give them, so that
/// <see cref="StateDict"/> has the keys of published checkpoints.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Parameter Value, bool Stored)> parameters = [];
    private readonly List<(string Name, Module Value)> children = [];

    /// <summary>True while dropout is active.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Modules registered here, with their names.</summary>
    public IReadOnlyList<(string Name, Module Value)> Children => children;

    /// <summary>
    /// All parameters with dotted names, buffers among them, in registration order; a shared parameter appears once, under its first name.
    /// </summary>
    public IEnumerable<(string Name, Parameter Value)> NamedParameters() => Once(All());

    /// <summary>
    /// The parameters that a model file holds, under their names there, shared ones once: all but those that a layer keeps elsewhere, as an
    /// adapter does that was put around a weight.
    /// </summary>
    public IEnumerable<(string Name, Parameter Value)> StoredParameters() => Once(All().Where(entry => entry.Stored));

    /// <summary>The parameters that an optimizer changes: those that are not frozen, shared ones once.</summary>
    public IEnumerable<(string Name, Parameter Value)> TrainableParameters() => NamedParameters().Where(entry => entry.Value.IsTrainable);

    /// <summary>All parameters with dotted names; a shared parameter appears under each of its names.</summary>
    public IEnumerable<(string Name, Parameter Value)> StateDict() => All().Select(entry => (entry.Name, entry.Value));

    /// <summary>This module and all below it, with dotted names; its own name is empty.</summary>
    public IEnumerable<(string Name, Module Value)> NamedModules()
    {
        yield return ("", this);
        foreach (var (name, child) in children)
            foreach (var (inner, value) in child.NamedModules())
                yield return (Join(name, inner), value);
    }

    /// <summary>Numbers in the parameters, shared ones counted once and buffers not.</summary>
    /// <param name="trainable">True for those that an optimizer changes, false for the frozen ones; null for all.</param>
    public long ParameterCount(bool? trainable = null) =>
        NamedParameters().Where(entry => !entry.Value.IsBuffer && (trainable is null || entry.Value.IsTrainable == trainable))
            .Sum(entry => entry.Value.Value.ElementCount);

    /// <summary>
    /// The name of the first parameter that holds NaN or an infinity; null when all numbers are finite. Reads every weight.
    /// </summary>
    public string? FindNotFinite()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        foreach (var (name, parameter) in NamedParameters())
        {
            var value = parameter.Value.Detach();
            if (value.ElementCount == 0) continue;
            // A maximum is NaN where one of the numbers is.
            if (!double.IsFinite(value.Max().ToDouble()) || !double.IsFinite(value.Min().ToDouble())) return name;
        }
        return null;
    }

    /// <summary>True for a part that <see cref="Freeze"/> was called on.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Freezes all parameters of this module and below, and switches dropout off there for good.</summary>
    public void Freeze()
    {
        IsFrozen = true;
        foreach (var (_, parameter) in NamedParameters()) parameter.IsTrainable = false;
        Eval();
    }

    /// <summary>Switches dropout on or off for this module and all below, but for frozen parts, where it stays off.</summary>
    public void Train(bool on = true)
    {
        IsTraining = on && !IsFrozen;
        foreach (var (_, child) in children) child.Train(IsTraining);
    }

    /// <summary>Switches dropout off.</summary>
    public void Eval() => Train(false);

    /// <summary>Drops all gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var (_, parameter) in NamedParameters()) parameter.ZeroGrad();
    }

    /// <summary>Moves all parameters to a device and element type.</summary>
    public void To(Device device, DType type)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        foreach (var (_, parameter) in NamedParameters())
        {
            var value = parameter.Value.Detach();
            if (value.DType != type || value.Device.Type != device.Type) parameter.Replace(value.To(device, type));
        }
    }

    /// <summary>
    /// The tree of modules below this one, a line each: its name, its type, and the shapes of its parameters. Neighbours of a list that
    /// look alike share a line.
    /// </summary>
    public sealed override string ToString() => ModuleTree.Write(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes all parameters.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var (_, parameter, _) in parameters) parameter.Dispose();
        foreach (var (_, child) in children) child.Dispose();
    }

    /// <summary>Makes a parameter part of the state under <paramref name="name"/>.</summary>
    /// <param name="name">Its name in this module.</param>
    /// <param name="parameter">The parameter, which the module owns.</param>
    /// <param name="stored">False when model files do not hold it.</param>
    protected Parameter Register(string name, Parameter parameter, bool stored = true)
    {
        parameters.Add((name, parameter, stored));
        return parameter;
    }

    /// <summary>
    /// Makes a module part of this one under <paramref name="name"/>, which may have dots; an empty name adds nothing to the names of its
    /// parameters.
    /// </summary>
    protected T Register<T>(string name, T module) where T : Module
    {
        children.Add((name, module));
        return module;
    }

    /// <summary>
    /// Puts a module in the place of another one, under its name; the former one is no longer part of this one and is not disposed.
    /// </summary>
    protected void Exchange(Module former, Module module)
    {
        var place = children.FindIndex(child => ReferenceEquals(child.Value, former));
        children[place] = (children[place].Name, module);
        module.Train(IsTraining);
    }

    private static IEnumerable<(string Name, Parameter Value)> Once(IEnumerable<(string Name, Parameter Value, bool Stored)> entries)
    {
        var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        return entries.Where(entry => seen.Add(entry.Value)).Select(entry => (entry.Name, entry.Value));
    }

    /// <summary>The parameters registered here.</summary>
    internal IEnumerable<(string Name, Parameter Value)> OwnParameters => parameters.Select(entry => (entry.Name, entry.Value));

    private static string Join(string outer, string inner) => outer.Length == 0 ? inner : inner.Length == 0 ? outer : $"{outer}.{inner}";

    private IEnumerable<(string Name, Parameter Value, bool Stored)> All()
    {
        foreach (var entry in parameters) yield return entry;
        foreach (var (name, child) in children)
            foreach (var (inner, value, stored) in child.All())
                yield return (Join(name, inner), value, stored);
    }
}
