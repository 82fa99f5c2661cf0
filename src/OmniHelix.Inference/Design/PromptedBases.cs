using System.Numerics.Tensors;
using OmniHelix.Rna;
using OmniHelix.Rna.Design;

namespace OmniHelix.Inference.Design;

/// <summary>
/// What a masked language model expects at the hidden bases of sequences for a structure, which it reads behind the sequence where its
/// vocabulary has the symbols <c>( ) .</c>.
/// </summary>
/// <example><code>
/// using var model = PretrainedModel.Open("omnihelix-rna-1m", new(), TaskType.MaskedLanguageModel);
/// var target = SecondaryStructure.Parse("((((....))))");
/// var result = new RnaDesigner(target, new(), new PromptedBases(model, target)).Run();
/// </code></example>
public sealed class PromptedBases : IBaseProbabilities
{
    private const string Bases = "ACGU";

    private readonly StructurePrompt prompt;
    private readonly HiddenBases hidden;

    /// <param name="model">A masked language model that reads base by base.</param>
    /// <param name="target">The structure.</param>
    /// <param name="how">Batches and precision; null for the defaults.</param>
    /// <exception cref="OmniException">
    /// OH1855 a pseudoknot; OH5020 there is no mask token; OH5331 the prompt is longer than the model reads.
    /// </exception>
    /// <exception cref="UsageException">OH5320 the model fills in no tokens; OH5330 its tokens are not single bases.</exception>
    public PromptedBases(PretrainedModel model, SecondaryStructure target, InferenceOptions? how = null)
    {
        prompt = new StructurePrompt(model, target);
        hidden = new HiddenBases(model, prompt, how);
    }

    /// <summary>What has to be known of the answers: that the model does not read the structure; null when it does.</summary>
    public string? Note => prompt.Note;

    /// <inheritdoc/>
    /// <exception cref="OmniException">OH5305: the model gave a result that is not a finite number.</exception>
    public IReadOnlyList<double[][]> Of(IReadOnlyList<string> sequences, CancellationToken cancellation) =>
        [.. hidden.Scores(sequences, cancellation).Select(scores => scores.Select(Probabilities).ToArray())];

    private double[] Probabilities(float[] scores)
    {
        var probabilities = new double[Bases.Length];
        for (var at = 0; at < Bases.Length; at++) probabilities[at] = scores[prompt.IdOfBase(Bases[at])];
        TensorPrimitives.SoftMax<double>(probabilities, probabilities);
        return probabilities;
    }
}
