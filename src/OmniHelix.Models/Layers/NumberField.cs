using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>
/// The rows of special tokens among numbers: token i is written as −(i + 1), and 0 may have the last row.
/// </summary>
internal sealed class SpecialRows : Module
{
    // Of the padding token; it learns nothing.
    private const int Padding = 2;

    private readonly FieldOptions field;
    private readonly Embedding table;

    public SpecialRows(FieldOptions field, int size)
    {
        this.field = field;
        var rows = field.SpecialTokens + (field.ZeroIsSpecial ? 1 : 0);
        table = Register("", new Embedding(rows, size, rows > Padding ? Padding : null));
    }

    /// <summary>
    /// <paramref name="real"/> <c>[batch, length, size]</c> of numbers <c>[batch, length]</c>, with rows where special tokens stand.
    /// </summary>
    public Tensor Over(Tensor real, Tensor values)
    {
        using var scope = new TensorScope();
        var special = field.ZeroIsSpecial ? values.Le(0) : values.Lt(0);
        var row = (values * -1 - 1).MaskedFill(values.Eq(0), field.SpecialTokens);
        var rows = table.Forward(row.MaskedFill(special.LogicalNot(), 0).To(DType.Int64));
        return scope.Keep(Ops.Where(special.Unsqueeze(-1), rows, real));
    }
}

/// <summary>
/// <c>leaky(W₂ · leaky(W₁ v))</c>, or <c>W₂ · leaky(x)</c> with x = <c>leaky(W₁ v)</c> of a number and a row of a special token.
/// </summary>
internal sealed class NumberField : InputField
{
    private const int Width = 128;

    private readonly Linear first, second;
    private readonly SpecialRows? special;

    public NumberField(FieldOptions field, int hidden)
    {
        first = Register("dense_1", new Linear(1, Width));
        second = Register("dense_2", new Linear(Width, hidden));
        if (field.Kind == FieldKind.NumberOrSpecial) special = Register("special_token_embeddings", new SpecialRows(field, Width));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor values)
    {
        using var scope = new TensorScope();
        var x = Activation.LeakyRelu.Apply(first.Forward(values.Unsqueeze(-1)));                             // [B, L, 128]
        return scope.Keep(special is null
            ? Activation.LeakyRelu.Apply(second.Forward(x))
            : second.Forward(Activation.LeakyRelu.Apply(special.Over(x, values))));
    }
}

/// <summary>
/// A linear map of <c>sin(βu)</c>, <c>cos(βu)</c> and <c>σ(ou − c)</c> with u = v − shift. Frequencies are large, so the
/// single-precision product decides which number the sine is of; it is taken with double precision.
/// </summary>
internal sealed class WaveField : InputField
{
    private readonly FieldOptions field;
    private readonly Parameter basis;
    private readonly Parameter? centers, slopes;
    private readonly Linear dense;
    private readonly SpecialRows special;

    public WaveField(FieldOptions field, int hidden)
    {
        this.field = field;
        basis = Register("basis", new Parameter([field.WaveCount]));
        if (field.Centers.Count > 0)
        {
            centers = Register("sigmoid_centers", new Parameter([field.Centers.Count]));
            slopes = Register("sigmoid_orientations", new Parameter([field.Slopes.Count]));
        }
        dense = Register("dense", new Linear(2 * field.WaveCount + field.Centers.Count, hidden, bias: false));
        special = Register("special_token_embeddings", new SpecialRows(field, hidden));
    }

    /// <summary>Start values of what is no linear layer.</summary>
    public void Fill()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var size = 2 * Math.PI * field.WaveScale;
        if (field.LearnsWaves) basis.Value.NormalInPlace(0, size);
        else basis.Value.CopyInPlace(Row(Enumerable.Range(0, field.WaveCount).Select(k => size * Math.Pow(2, k))));
        centers?.Value.CopyInPlace(Row(field.Centers));
        slopes?.Value.CopyInPlace(Row(field.Slopes));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor values)
    {
        using var scope = new TensorScope();
        var u = (values - field.Shift).Unsqueeze(-1);                            // [B, L, 1]
        var frequencies = field.LearnsWaves ? basis.Value : basis.Value.Detach();
        var angles = (u * frequencies).To(DType.Float64);                        // [B, L, n]
        List<Tensor> features = [angles.Sin().To(values.DType), angles.Cos().To(values.DType)];
        if (centers is not null) features.Add((u * slopes!.Value.Detach() - centers.Value.Detach()).Sigmoid());
        return scope.Keep(special.Over(dense.Forward(Ops.Cat([.. features], -1)), values));
    }

    private static Tensor Row(IEnumerable<double> numbers)
    {
        var row = numbers.Select(number => (float)number).ToArray();
        return Tensor.From<float>(row, [row.Length]);
    }
}
