using OmniHelix.Torch;

namespace OmniHelix.Models.Layers;

/// <summary>A function of one number, applied to each element, under the names that <c>config.json</c> uses.</summary>
internal sealed class Activation
{
    private readonly Func<Tensor, Tensor> function;

    private Activation(string name, Func<Tensor, Tensor> function, params string[] aliases)
    {
        Name = name;
        this.function = function;
        Names = [name, .. aliases];
    }

    /// <summary><c>x · Φ(x)</c> with the exact error function (Hendrycks and Gimpel 2016).</summary>
    public static Activation Gelu { get; } = new("gelu", x => x.Gelu(), "gelu_python");

    /// <summary>GELU by its approximation with tanh.</summary>
    public static Activation GeluTanh { get; } = new("gelu_new", x => x.Gelu("tanh"), "gelu_pytorch_tanh", "gelu_fast");

    /// <summary><c>max(0, x)</c>.</summary>
    public static Activation Relu { get; } = new("relu", x => x.Relu());

    /// <summary><c>x · sigmoid(x)</c>.</summary>
    public static Activation Silu { get; } = new("silu", x => x.Silu(), "swish");

    /// <summary>Hyperbolic tangent.</summary>
    public static Activation Tanh { get; } = new("tanh", x => x.Tanh());

    /// <summary>Logistic function.</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", x => x.Sigmoid());

    /// <summary><c>x · sigmoid(1.702x)</c>: GELU by its approximation with the logistic function.</summary>
    public static Activation QuickGelu { get; } = new("quick_gelu", x => x * (x * 1.702).Sigmoid());

    /// <summary><c>x</c>, and <c>0.01x</c> below 0.</summary>
    public static Activation LeakyRelu { get; } = new("leaky_relu", x => x.Relu() * 0.99 + x * 0.01);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Activation> All { get; } = [Gelu, GeluTanh, Relu, Silu, Tanh, Sigmoid, QuickGelu, LeakyRelu];

    /// <summary>The one of a name; null when there is none.</summary>
    public static Activation? Find(string name) => All.FirstOrDefault(activation => activation.Names.Contains(name));

    /// <summary>The name that is written.</summary>
    public string Name { get; }

    /// <summary>The name and those it goes by as well.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Any shape.</summary>
    public Tensor Apply(Tensor x) => function(x);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
