using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>RNA-MSM: embeddings, head and final norm of an encoder, around blocks over alignments. B batch, R rows, L columns.</summary>
internal sealed class RnaMsmBackbone : EncoderBackbone
{
    private readonly ModuleList<AxialBlock> blocks;

    /// <summary>Uninitialised weights.</summary>
    public RnaMsmBackbone(RnaMsmConfig config, BackboneParts parts) : base(config, parts)
    {
        var activation = Activation.Find(config.HiddenActivation)!;
        if (config.RowEmbeddings) RowNumbers = Register("embeddings.msa_embeddings", new Parameter([1, config.MaxPositions, 1, 1]));
        var all = Enumerable.Range(0, config.LayerCount).Select(_ => new AxialBlock(config.AxialBlock, activation));
        blocks = Register("encoder.layer", new ModuleList<AxialBlock>(all));
    }

    /// <summary>A number for each row of an alignment, <c>[1, rows, 1, 1]</c>; null for none.</summary>
    public Parameter? RowNumbers { get; }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) => blocks.Sum(block => block.FlopsPerToken(length));

    internal override void FreezeLower(int blocks)
    {
        Embeddings.Freeze();
        if (RowNumbers is not null) RowNumbers.IsTrainable = false;
        for (var i = 0; i < blocks; i++) this.blocks[i].Freeze();
        if (blocks == LayerCount) FinalNorm?.Freeze();
    }

    private protected override BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer)
    {
        using var scope = new TensorScope();
        var alone = input.InputIds.Shape.Length == 2;
        var ids = alone ? input.InputIds.Unsqueeze(1) : input.InputIds;          // [B, R, L]
        var mask = AttentionContext.HasPadding(input.AttentionMask) ? input.AttentionMask!.View(ids.Shape) : null;
        var hiddenStates = outputs.HasFlag(Outputs.HiddenStates) ? new List<Tensor>() : null;
        var attentions = outputs.HasFlag(Outputs.Attentions) ? new List<Tensor>() : null;
        var x = Embed(ids, mask);                                                // [B, R, L, h]
        for (var i = 0; i < blocks.Count; i++)
        {
            hiddenStates?.Add(Shaped(x));
            var next = blocks[i].Forward(x, mask, Look(i));
            if (hiddenStates is null) x.Dispose();
            x = next;
        }
        x = Shaped(FinalNorm!.Forward(x));
        hiddenStates?.Add(x);
        foreach (var tensor in (Tensor[])[x, .. hiddenStates ?? [], .. attentions ?? []]) scope.Keep(tensor);
        return new BackboneOutput(x, hiddenStates, attentions);

        Tensor Shaped(Tensor states) => alone ? states.Squeeze(1) : states;

        Action<Tensor>? Look(int layer) => attentions is null && observer is null ? null : p =>
        {
            if (attentions is not null)
            {
                var kept = p.Share();
                kept.LeaveScope();
                attentions.Add(kept);
            }
            observer?.Invoke(layer, p);
        };
    }

    private Tensor Embed(Tensor ids, Tensor? mask)
    {
        using var scope = new TensorScope();
        var shape = ids.Shape;
        long batch = shape[0], rows = shape[1], length = shape[2];
        var flat = ids.Reshape([batch * rows, length]);
        RequireRoom(flat);
        RequireRows(rows);
        // The number of a row, for each row of the batch.
        var numbers = RowNumbers?.Value.Narrow(1, 0, rows).Expand([batch, rows, 1, 1]).Reshape([batch * rows, 1, 1]);
        var x = Embeddings.Forward(flat, null, mask?.Reshape([batch * rows, length]), numbers);
        return scope.Keep(x.View([batch, rows, length, HiddenSize]));
    }

    private void RequireRows(long rows)
    {
        if (RowNumbers is null || rows <= RowNumbers.Value.Size(1)) return;
        var what = FormattableString.Invariant($"an alignment of {rows} rows has more than the {RowNumbers.Value.Size(1)} of this model");
        throw new OmniException("OH3401", what, null, "Leave out sequences that are like others.");
    }
}
