using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Adapters;

/// <summary>
/// A frozen matrix with a low-rank one beside it: <c>y = W x + b + s · B(A x)</c>; with a magnitude <c>m</c> the rows of <c>W + s B A</c>
/// are brought to that length. What is trained is no part of the model's file.
/// </summary>
internal sealed class LowRankMap : LinearMap, ILowRank
{
    private readonly Affine plain;
    private readonly Dropout dropout;
    private readonly double scale;
    private Tensor? weightBefore, biasBefore;

    /// <summary>Uninitialised matrices around a layer.</summary>
    /// <param name="plain">The layer, which the caller freezes.</param>
    /// <param name="rank">Rows of <c>A</c>.</param>
    /// <param name="scale">The factor <c>s</c>.</param>
    /// <param name="config">Dropout, bias, magnitude.</param>
    public LowRankMap(Affine plain, int rank, double scale, LoraConfig config)
    {
        this.scale = scale;
        this.plain = Register("", plain);
        long outputs = plain.Weight.Value.Size(0), inputs = plain.Weight.Value.Size(1);
        Down = Register("lora_A.weight", new Parameter([rank, inputs]), stored: false);
        Up = Register("lora_B.weight", new Parameter([outputs, rank]), stored: false);
        if (config.BiasOnB) UpBias = Register("lora_B.bias", new Parameter([outputs]), stored: false);
        if (config.Dora) Magnitude = Register("lora_magnitude_vector", new Parameter([outputs]), stored: false);
        dropout = Register("lora_dropout", new Dropout(config.Dropout));
    }

    /// <summary><c>A [rank, inputs]</c>.</summary>
    public Parameter Down { get; }

    /// <summary><c>B [outputs, rank]</c>.</summary>
    public Parameter Up { get; }

    /// <summary>Bias of <c>B</c>, <c>[outputs]</c>; null for none.</summary>
    public Parameter? UpBias { get; }

    /// <summary>Lengths of the rows, <c>[outputs]</c>; null for none.</summary>
    public Parameter? Magnitude { get; }

    /// <inheritdoc/>
    public bool IsMerged => weightBefore is not null;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (IsMerged) return plain.Forward(x);
        var low = Ops.Linear(Ops.Linear(dropout.Forward(x), Down) * scale, Up);
        if (UpBias is { } bias) low = low + bias.Value * scale;
        if (Magnitude is not { } magnitude) return plain.Forward(x).AddInPlace(low);
        var sum = (Ops.Linear(x, plain.Weight) + low) * (magnitude.Value / RowLengths());
        return plain.Bias is { } plainBias ? sum + plainBias : sum;
    }

    /// <inheritdoc/>
    public void Start()
    {
        Initialization.Uniform(Down, 1 / Math.Sqrt(Down.Value.Size(1)));
        Initialization.Constant(Up, 0);
        if (UpBias is { } bias) Initialization.Constant(bias, 0);
        if (Magnitude is not { } magnitude) return;
        using var scope = new TensorScope();
        var lengths = RowLengths();
        using (GradMode.Off()) magnitude.Value.CopyInPlace(lengths);
    }

    /// <inheritdoc/>
    public void Merge()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var sum = Sum();
        if (Magnitude is { } magnitude) sum = sum * (magnitude.Value / RowLengths()).Unsqueeze(-1);
        weightBefore = Exchanged(plain.Weight, sum);
        if (UpBias is { } bias) biasBefore = Exchanged(plain.Bias!, plain.Bias!.Value.To(DType.Float32) + bias.Value * scale);
    }

    /// <inheritdoc/>
    public void Unmerge()
    {
        plain.Weight.Replace(weightBefore!);
        if (biasBefore is not null) plain.Bias!.Replace(biasBefore);
        weightBefore = biasBefore = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        weightBefore?.Dispose();
        biasBefore?.Dispose();
        base.Dispose(disposing);
    }

    // In single precision, whatever the type of the frozen matrix.
    private Tensor Sum() => plain.Weight.Value.To(DType.Float32) + Up.Value.Matmul(Down) * scale;

    // Taken as constants: their own slope is left out, as in the paper.
    private Tensor RowLengths()
    {
        using var off = GradMode.Off();
        return Sum().Norm(2, [1]);
    }

    private static Tensor Exchanged(Parameter parameter, Tensor value)
    {
        var before = parameter.Value.Detach();
        before.LeaveScope();
        parameter.Replace(value.To(before.DType));
        return before;
    }
}
