using OmniHelix.Models.Backbones;
using OmniHelix.Models.Decoders;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models;

/// <summary>Another sequence about a sequence, such as its structure: an encoder with a decoder of its own.</summary>
public sealed class OmniModelForSeq2Seq : OmniModel
{
    private const long Missing = -100;

    private readonly SequenceDecoder decoder;

    /// <summary>
    /// The encoder of a model folder, ready to be trained or to write, with the decoder of the folder where that fits what is asked for,
    /// and else a new one; <see cref="OmniModel.LoadReport"/> names what is new.
    /// </summary>
    /// <param name="path">A model folder, the folder of a run, a shipped model by name, or a <c>config.json</c> for new weights.</param>
    /// <param name="tokenizer">Makes the tokens of both sequences, and says what the decoder begins and ends with.</param>
    /// <param name="options">Sizes of the decoder; null for those of the folder or the defaults.</param>
    /// <param name="seed">Of the weights that are new.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no model, OH32xx configuration, OH30xx–OH33xx weights, OH3604 a decoder that does not fit.
    /// </exception>
    public OmniModelForSeq2Seq(string path, OmniTokenizer tokenizer, DecoderOptions? options = null, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.Seq2Seq, new HeadRequest(Options: new() { Decoder = options }), tokenizer, seed))
    {
    }

    internal OmniModelForSeq2Seq(ModelStart start) : base(start)
    {
        decoder = Register(SequenceDecoder.Name, new SequenceDecoder(HiddenSize, Backbone.VocabularySize, Options.Decoder!));
        start.Fill(this);
    }

    /// <summary>Sizes and tokens of the decoder.</summary>
    public DecoderOptions Decoder => Options.Decoder!;

    /// <summary>Writes an output for each sequence.</summary>
    /// <param name="input">Token ids and mask.</param>
    /// <param name="options">Beams and lengths; null for the best token at each step.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    /// <exception cref="OmniException">OH3401: more tokens than there are positions.</exception>
    /// <exception cref="UsageException">OH3410: numbers out of range.</exception>
    public IReadOnlyList<GeneratedTokens> Generate(
        ModelInput input, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        var decided = (options ?? new()).Checked();
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var read = Backbone.Forward(input).LastHiddenState;
        return new BeamSearch(decoder, Decoder.StartToken!.Value, Decoder.EndToken!.Value, decided)
            .Run(read, input.AttentionMask, cancellation);
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        Classification.Loss(output.Logits, labels, null, doubleSoftmax: false);

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => Classification.Probabilities(output.Logits);

    // An output as long as the input.
    private protected override double HeadFlopsPerToken(int length) => decoder.FlopsPerToken(length, length);

    // Scores are of what should be written, behind what stands before it.
    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input)
    {
        if (input.Labels is not { } labels) return Output(encoded, null, null);
        using var scope = new TensorScope();
        var known = labels.MaskedFill(labels.Eq(Missing), Decoder.EndToken!.Value);
        var first = Ops.Full([labels.Size(0), 1], Decoder.StartToken!.Value, labels.DType, labels.Device);
        var shifted = Ops.Cat([first, known.Narrow(1, 0, labels.Size(1) - 1)], 1);
        return Output(encoded, null, scope.Keep(decoder.Forward(shifted, encoded.LastHiddenState, input.AttentionMask)));
    }
}
