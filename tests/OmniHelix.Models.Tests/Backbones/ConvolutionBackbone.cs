using System.Text.Json.Nodes;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Tests.Backbones;

/// <summary>A backbone that has nothing but hidden states: an embedding and one convolution.</summary>
internal sealed class ConvolutionBackbone : Backbone
{
    private const int Width = 3;

    private readonly Embedding words;
    private readonly Linear kernel;

    public ConvolutionBackbone()
    {
        words = Register("words", new Embedding(VocabularySize, HiddenSize));
        kernel = Register("kernel", new Linear(HiddenSize * Width, HiddenSize));
    }

    public override BackboneConfig Config { get; } = ConvolutionConfig.Only;

    public override string Prefix => "convolution";

    public override int MaxTokens => int.MaxValue;

    public override double FlopsPerToken(int length) => 2.0 * HiddenSize * HiddenSize * Width;

    private protected override BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer)
    {
        using var scope = new TensorScope();
        var x = words.Forward(input.InputIds);
        var edge = Ops.Zeros([x.Size(0), 1, HiddenSize], x.DType);
        var padded = Ops.Cat([edge, x, edge], 1);
        var windows = Ops.Cat([.. Enumerable.Range(0, Width).Select(i => padded.Narrow(1, i, x.Size(1)))], 2);
        return new BackboneOutput(scope.Keep(kernel.Forward(windows)));
    }

    private sealed record ConvolutionConfig : BackboneConfig
    {
        // Its file says nothing that could differ.
        public static ConvolutionConfig Only => new() { VocabularySize = 24, HiddenSize = 8 };

        public override string ModelType { get; init; } = "convolution";

        // Known to the table by no name: it is made in programs only.
        internal override ModelFamily Family { get; } = new()
        {
            Title = "Convolution",
            Names = [new("convolution", "Convolution", "convolution")],
            Marks = ["taps.weight"],
            Read = (_, _, _) => Only,
            Keys = new KeyMap { Prefixes = ["convolution."], BackboneParts = [""], Blocks = "layers." },
            Heads = new HeadKeys
            {
                HasLanguageModel = tensors => tensors.Has("lm_head.weight"),
                SequenceClassifier = "classifier",
                Sequences = ([Pooling.Mean], HeadLayout.Linear),
                Prefixes = ["classifier."],
            },
            AdapterTargets = [],
        };

        internal override double HeadDropout => 0;

        internal override IReadOnlyList<ShapeClaim> Claims => [];

        public override Backbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new ConvolutionBackbone();

        internal override JsonObject ToJson() => [];
    }
}
