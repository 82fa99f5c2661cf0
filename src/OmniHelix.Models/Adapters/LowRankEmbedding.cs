using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Adapters;

/// <summary>A frozen table of vectors with a low-rank one beside it: <c>E + s (B A)ᵀ</c>.</summary>
internal sealed class LowRankEmbedding : EmbeddingMap, ILowRank
{
    private readonly Lookup plain;
    private readonly double scale;
    private Tensor? before;

    /// <summary>Uninitialised matrices around a table.</summary>
    /// <param name="plain">The table, which the caller freezes.</param>
    /// <param name="rank">Rows of <c>A</c>.</param>
    /// <param name="scale">The factor <c>s</c>.</param>
    public LowRankEmbedding(Lookup plain, int rank, double scale)
    {
        this.scale = scale;
        this.plain = Register("", plain);
        Down = Register("lora_embedding_A", new Parameter([rank, plain.Weight.Value.Size(0)]), stored: false);
        Up = Register("lora_embedding_B", new Parameter([plain.Weight.Value.Size(1), rank]), stored: false);
    }

    /// <summary><c>A [rank, vocabulary]</c>.</summary>
    public Parameter Down { get; }

    /// <summary><c>B [hidden, rank]</c>.</summary>
    public Parameter Up { get; }

    /// <inheritdoc/>
    public bool IsMerged => before is not null;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor indices) => IsMerged
        ? plain.Forward(indices)
        : plain.Forward(indices) + Ops.Linear(Ops.Embedding(Down.Value.Transpose(0, 1), indices) * scale, Up);

    /// <inheritdoc/>
    public void Start()
    {
        Initialization.Constant(Down, 0);
        Initialization.Normal(Up, 1);
    }

    /// <inheritdoc/>
    public void Merge()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var kept = plain.Weight.Value.Detach();
        kept.LeaveScope();
        var sum = kept.To(DType.Float32) + Up.Value.Matmul(Down).Transpose(0, 1) * scale;
        plain.Weight.Replace(sum.To(kept.DType));
        before = kept;
    }

    /// <inheritdoc/>
    public void Unmerge()
    {
        plain.Weight.Replace(before!);
        before = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        before?.Dispose();
        base.Dispose(disposing);
    }
}
