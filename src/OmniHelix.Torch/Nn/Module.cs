namespace OmniHelix.Torch.Nn;

/// <summary>
/// A part of a model: parameters, buffers and further modules, registered under the names that PyTorch would give them, so that
/// <see cref="StateDict"/> has the keys of published checkpoints.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Parameter Value)> parameters = [];
    private readonly List<(string Name, Module Value)> children = [];

    /// <summary>True while dropout is active.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Modules registered here, with their names.</summary>
    public IReadOnlyList<(string Name, Module Value)> Children => children;

    /// <summary>All parameters with dotted names, in registration order; a shared parameter appears once, under its first name.</summary>
    public IEnumerable<(string Name, Parameter Value)> NamedParameters()
    {
        var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        return StateDict().Where(entry => seen.Add(entry.Value));
    }

    /// <summary>All parameters with dotted names; a shared parameter appears under each of its names.</summary>
    public IEnumerable<(string Name, Parameter Value)> StateDict()
    {
        foreach (var entry in parameters) yield return entry;
        foreach (var (name, child) in children)
            foreach (var (inner, value) in child.StateDict())
                yield return ($"{name}.{inner}", value);
    }

    /// <summary>This module and all below it, with dotted names; its own name is empty.</summary>
    public IEnumerable<(string Name, Module Value)> NamedModules()
    {
        yield return ("", this);
        foreach (var (name, child) in children)
            foreach (var (inner, value) in child.NamedModules())
                yield return (inner.Length == 0 ? name : $"{name}.{inner}", value);
    }

    /// <summary>Number of trainable numbers, shared ones counted once.</summary>
    public long ParameterCount() => NamedParameters().Sum(p => p.Value.Value.ElementCount);

    /// <summary>Switches dropout on or off for this module and all below.</summary>
    public void Train(bool on = true)
    {
        IsTraining = on;
        foreach (var (_, child) in children) child.Train(on);
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

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes all parameters.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var (_, parameter) in parameters) parameter.Dispose();
        foreach (var (_, child) in children) child.Dispose();
    }

    /// <summary>Makes a parameter part of the state under <paramref name="name"/>.</summary>
    protected Parameter Register(string name, Parameter parameter)
    {
        parameters.Add((name, parameter));
        return parameter;
    }

    /// <summary>Makes a module part of this one under <paramref name="name"/>, which may have dots.</summary>
    protected T Register<T>(string name, T module) where T : Module
    {
        children.Add((name, module));
        return module;
    }
}
