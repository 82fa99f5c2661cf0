using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// A transformer encoder: vectors of tokens, blocks, perhaps a final norm and a pooler, as the design of its configuration says. B batch,
/// L tokens, h hidden size.
/// </summary>
public class EncoderBackbone : Backbone
{
    // Of all tokens of a batch; below it the copies cost what the products save.
    private const double LeastPadding = 0.1;

    private readonly EncoderDesign design;
    private readonly EncoderStack stack;

    /// <summary>Uninitialised weights.</summary>
    internal EncoderBackbone(EncoderConfig config, BackboneParts parts)
    {
        config.Check("the configuration");
        Config = config;
        design = config.Design();
        var h = config.HiddenSize;
        Embeddings = Register("", new TokenEmbeddings(design.Embeddings));
        stack = Register(design.BlocksName, new EncoderStack(design.Blocks.Select(block => new EncoderBlock(block))));
        if (design.FinalNorm is { } norm) FinalNorm = Register(norm.Name, Norms.Create(norm.Kind, h, norm.Epsilon));
        if (design.HasPooler && parts.HasFlag(BackboneParts.Pooler)) Pooler = Register("pooler", new Pooler(h, design.PoolerTakesMean));
        var maps = config.LayerCount * config.HeadCount;
        if (design.ContactEnd is { } end && parts.HasFlag(BackboneParts.ContactHead))
            Contacts = Register("contact_head", new CorrectedContactHead(maps, end));
        if (design.Pairs is not { } pairs) return;
        if (parts.HasFlag(BackboneParts.ContactsOfStates)) Contacts = new LinearContactHead(h, pairs.Scores, ofAttention: false);
        else if (parts.HasFlag(BackboneParts.ContactsOfAttention)) Contacts = new LinearContactHead(maps, pairs.Scores, ofAttention: true);
    }

    /// <inheritdoc/>
    public override EncoderConfig Config { get; }

    /// <inheritdoc/>
    public override string Prefix => Config.Family.NameOf(Config.ModelType).KeyPrefix;

    /// <inheritdoc/>
    public override int MaxTokens => Config.MaxTokens;

    /// <inheritdoc/>
    public override int? HeadCount => Config.HeadCount;

    /// <inheritdoc/>
    public override int TokenTypeCount => design.Embeddings.TokenTypeCount;

    /// <inheritdoc/>
    public override Pooler? Pooler { get; }

    /// <inheritdoc/>
    public override ContactHead? Contacts { get; }

    internal override PairHeadNames? ContactsBeside
    {
        get
        {
            if (Contacts is not LinearContactHead) return null;
            return Contacts.OfAttention ? design.Pairs!.OfAttention : design.Pairs!.OfStates;
        }
    }

    /// <summary>The word embedding <c>[vocabulary, hidden]</c>, which a tied decoder shares.</summary>
    internal Parameter WordEmbedding => Embeddings.Words;

    private protected TokenEmbeddings Embeddings { get; }

    /// <summary>Norm after the last block; null for none.</summary>
    private protected Norm? FinalNorm { get; }

    /// <summary>What a position holds, each on its own; null where it is one token.</summary>
    internal InputFields? InputFields => Embeddings.Fields;

    /// <summary>What a position holds; empty where it is one token.</summary>
    private protected IReadOnlyList<FieldOptions> Fields => design.Embeddings.Fields;

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) => stack.FlopsPerToken(length);

    internal override LanguageModelHead CreateLanguageModelHead() =>
        new(design.LanguageModel, Config.TiedEmbeddings ? WordEmbedding : null);

    private protected override BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer)
    {
        using var scope = new TensorScope();
        RequireFields(input.InputIds);
        RequireRoom(input.InputIds);
        var mask = AttentionContext.HasPadding(input.AttentionMask) ? input.AttentionMask : null;           // [B, L]
        var x = input.Lower?.States.Share() ?? Embed(input, mask);               // [B, L, h]
        using var context = Context(input, mask, x, outputs);
        var end = (FinalNorm, design.FinalNorm?.InHiddenStates ?? true);
        var part = (input.Lower?.Blocks ?? 0)..;
        var output = stack.Forward(x, context, end, outputs, observer, part) with { GlobalAttentions = context.GlobalProbabilities };
        if (design.PaddingBecomesZero && mask is not null) output = WithoutPadding(output, mask);
        foreach (var tensor in output.Tensors) scope.Keep(tensor);
        return output;
    }

    // A subclass may change what blocks share, or the length between.
    internal override bool GoesOnFromStates => GetType() == typeof(EncoderBackbone);

    internal override Tensor LowerStates(ModelInput input, int blocks)
    {
        using var scope = new TensorScope();
        RequireFields(input.InputIds);
        RequireRoom(input.InputIds);
        var mask = AttentionContext.HasPadding(input.AttentionMask) ? input.AttentionMask : null;
        var x = Embed(input, mask);
        using var context = Context(input, mask, x, Outputs.LastHiddenState);
        return scope.Keep(stack.Forward(x, context, (null, true), Outputs.LastHiddenState, null, ..blocks).LastHiddenState);
    }

    internal override void FreezeLower(int blocks)
    {
        Embeddings.Freeze();
        stack.Freeze(blocks);
        if (blocks == LayerCount) FinalNorm?.Freeze();
    }

    /// <summary>Vectors of tokens <c>[batch, length, hidden]</c>; the mask is null when nothing is padded.</summary>
    private protected virtual Tensor Embed(ModelInput input, Tensor? mask) =>
        Embeddings.Forward(input.InputIds, input.TokenTypeIds, mask);

    /// <summary>What the blocks share.</summary>
    private protected virtual AttentionContext Context(ModelInput input, Tensor? mask, Tensor x, Outputs outputs) =>
        new(mask, x.DType, Packs(input, mask)) { IsStrict = input.SkipsPadding };

    /// <summary>Whether padding is left out of the stream: when it may be, and is enough to pay for the copies.</summary>
    private protected static bool Packs(ModelInput input, Tensor? mask)
    {
        if (mask is null || mask.Shape.Length == 3 || !input.SkipsPadding) return false;
        using var scope = new TensorScope();
        return mask.Sum().ToInt64() < (1 - LeastPadding) * mask.ElementCount;
    }

    private void RequireFields(Tensor ids)
    {
        var fields = Fields.Count;
        var given = ids.Shape.Length == 3 ? ids.Size(1) : 1;
        if (given == Math.Max(1, fields) && (fields > 0 || ids.Shape.Length == 2)) return;
        var names = string.Join(", ", Fields.Select(field => field.Name));
        throw fields == 0
            ? new OmniException("OH3405", $"this model reads one token at a position, the input has {Plural.Count(given, "field")}", null,
                "Give token ids [batch, length], or choose a model of several fields.")
            : new OmniException(
                "OH3405", $"this model reads {Plural.Count(fields, "field")} at a position ({names}), the input has {given}",
                null, "Give one number for each field, [batch, fields, length]; such models are for cells, not for sequences.");
    }

    // The rows of padding are rows that positions have anyway where these are counted past it.
    private protected void RequireRoom(Tensor ids)
    {
        if (ids.Size(-1) <= MaxTokens || (design.Embeddings.PositionCount == 0 && design.Blocks[0].RelativeKeys is null)) return;
        if (design.Embeddings.Positions == PositionRule.Sequential) throw TooLong(ids.Size(-1));
        using var scope = new TensorScope();
        var most = ids.Ne(design.Embeddings.PaddingId!.Value).To(DType.Int64).Sum([1]).Max().ToInt64();
        if (most > MaxTokens) throw TooLong(most);
    }

    private static BackboneOutput WithoutPadding(BackboneOutput output, Tensor mask)
    {
        var real = mask.To(output.LastHiddenState.DType).Unsqueeze(-1);
        var last = output.LastHiddenState * real;
        var states = output.HiddenStates is { } all ? all.Select(state => state * real).ToList() : null;
        if (states is not null) states[^1] = last;
        return output with { LastHiddenState = last, HiddenStates = states };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var rotary in design.Blocks.Select(block => block.Rotary).Distinct()) rotary?.Dispose();
        base.Dispose(disposing);
    }
}
