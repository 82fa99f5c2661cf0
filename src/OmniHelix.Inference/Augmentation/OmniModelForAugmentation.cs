
namespace OmniHelix.Inference.Augmentation;

/// <summary>
/// Variants of sequences by a masked language model, under the names of OmniGenBench; <see cref="SequenceAugmentation"/> does the work.
/// </summary>
/// <example><code>
/// using var augmenter = new OmniModelForAugmentation("omnihelix-rna-1m", noiseRatio: 0.1);
/// IReadOnlyList&lt;string&gt; variants = augmenter.Augment("GGGAAACGCUUCGGCGUUUCCC", 3);
/// </code></example>
public sealed class OmniModelForAugmentation : IDisposable
{
    private readonly PretrainedModel model;
    private readonly AugmentationOptions options;
    private readonly InferenceOptions how;

    /// <summary>Opens a model.</summary>
    /// <param name="path">A model folder, the folder of a run, or a shipped model by name.</param>
    /// <param name="noiseRatio">Share of the tokens that are hidden and filled in.</param>
    /// <param name="instanceNum">Variants of each sequence.</param>
    /// <param name="options">Temperature, choice and seed; null for the defaults.</param>
    /// <param name="inference">Lengths, batches, precision and device; null for the defaults.</param>
    /// <exception cref="OmniException">OH5302 there is no model; OH3607 it is no masked language model; OH5020, OH5321.</exception>
    public OmniModelForAugmentation(
        string path, double noiseRatio = 0.15, int instanceNum = 1, AugmentationOptions? options = null, InferenceOptions? inference = null)
    {
        how = inference ?? new();
        this.options = ((options ?? new()) with { NoiseRatio = noiseRatio, Count = instanceNum }).Validate();
        model = PretrainedModel.Open(path, how, TaskType.MaskedLanguageModel);
    }

    /// <summary>Variants of one sequence.</summary>
    /// <param name="sequence">Bases.</param>
    /// <param name="k">How many; null for the number of the constructor.</param>
    /// <returns>Different sequences of the same length; fewer where no more were found.</returns>
    /// <exception cref="OmniException">The sequence cannot be read.</exception>
    public IReadOnlyList<string> Augment(string sequence, int? k = null) => AugmentSequences([sequence], k)[0];

    /// <summary>One variant of a sequence.</summary>
    /// <exception cref="OmniException">The sequence cannot be read, or has no other variant.</exception>
    public string AugmentSequence(string sequence) => Augment(sequence, 1) is [var variant]
        ? variant
        : throw new OmniException(
            "OH5322", "no other variant of the sequence was found", null, "Choose a higher noise ratio or temperature.");

    /// <summary>Variants of sequences, in their order.</summary>
    /// <param name="sequences">Bases.</param>
    /// <param name="k">How many of each; null for the number of the constructor.</param>
    /// <exception cref="OmniException">A sequence cannot be read; the place names it.</exception>
    public IReadOnlyList<IReadOnlyList<string>> AugmentSequences(IEnumerable<string> sequences, int? k = null)
    {
        using var input = InferenceInput.FromSequences(sequences);
        var records = new SequenceAugmentation(model, k is { } count ? options with { Count = count } : options, how).Run(input);
        return [.. records.Select(record => record.Error is { } error ? throw error : record.Variants)];
    }

    /// <summary>Variants of the records of a file, into a file: what <c>omni augment</c> writes.</summary>
    /// <param name="input">FASTA, FASTQ, JSON, JSONL, CSV, TSV or one sequence a line.</param>
    /// <param name="output">A new <c>.jsonl</c> or FASTA file.</param>
    /// <exception cref="OmniException">A file cannot be read or written.</exception>
    public void AugmentFromFile(string input, string output)
    {
        using var records = InferenceInput.FromFile(input);
        AugmentedFile.Write(output, new SequenceAugmentation(model, options, how).Run(records), options.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
