using System.Numerics.Tensors;
using OmniHelix.Rna;
using OmniHelix.Rna.Design;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Design;

/// <summary>
/// How OmniGenBench has hidden bases filled in: with the likeliest token where that is A, C, G or T, in either case, and with any base
/// otherwise. A model that knows its RNA and answers U is answered with a random base.
/// </summary>
public sealed class OriginalBases : IBaseProbabilities
{
    private const string Taken = "ACGT";

    // Its batches.
    private const int Rows = 16;

    private readonly OmniTokenizer tokenizer;
    private readonly StructurePrompt prompt;
    private readonly HiddenBases hidden;

    /// <inheritdoc cref="PromptedBases(PretrainedModel, SecondaryStructure, InferenceOptions?)"/>
    public OriginalBases(PretrainedModel model, SecondaryStructure target, InferenceOptions? how = null)
    {
        tokenizer = model.Tokenizer;
        prompt = new StructurePrompt(model, target, hasThymine: true, cutsStructure: true);
        hidden = new HiddenBases(model, prompt, (how ?? new()) with { BatchSize = Rows });
    }

    /// <summary>What has to be known of the answers: how much of the structure the model does not read; null when it reads all.</summary>
    public string? Note => prompt.Note;

    /// <inheritdoc/>
    /// <exception cref="OmniException">OH5305: the model gave a result that is not a finite number.</exception>
    public IReadOnlyList<double[][]> Of(IReadOnlyList<string> sequences, CancellationToken cancellation) =>
        [.. hidden.Scores(sequences, cancellation).Select(scores => scores.Select(Probabilities).ToArray())];

    private double[] Probabilities(float[] scores)
    {
        var token = tokenizer.TokenOf(TensorPrimitives.IndexOfMax<float>(scores)).ToUpperInvariant();
        var probabilities = new double[Taken.Length];
        if (token.Length == 1 && Taken.IndexOf(token[0], StringComparison.Ordinal) is >= 0 and var at) probabilities[at] = 1;
        else Array.Fill(probabilities, 1.0 / Taken.Length);
        return probabilities;
    }
}
