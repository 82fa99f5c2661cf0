using OmniHelix.Rna;
using OmniHelix.Rna.Design;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Design;

/// <summary>
/// Sequences that fold into a structure, with a masked language model that reads the structure, under the names of OmniGenBench;
/// <see cref="RnaDesigner"/> does the work.
/// </summary>
/// <example><code>
/// using var model = new OmniModelForRnaDesign("omnihelix-rna-1m");
/// foreach (var one in model.Design("((((....))))..((((....))))").Sequences) Console.WriteLine($"{one.Sequence} {one.IsSolved}");
/// </code></example>
public sealed class OmniModelForRnaDesign : IDisposable
{
    // As many as OmniGenBench tells at most of a search without success.
    private const int Told = 25;

    private readonly PretrainedModel model;
    private readonly InferenceOptions how;

    /// <summary>Opens a model.</summary>
    /// <param name="path">A model folder, the folder of a run, or a shipped model by name.</param>
    /// <param name="tokenizer">Makes the tokens; null for that of the model.</param>
    /// <param name="inference">Batches, precision and device; null for the defaults.</param>
    /// <exception cref="OmniException">OH5302 there is no model; OH3607 it is no masked language model.</exception>
    public OmniModelForRnaDesign(string path, OmniTokenizer? tokenizer = null, InferenceOptions? inference = null)
    {
        how = inference ?? new();
        model = PretrainedModel.Open(path, how, TaskType.MaskedLanguageModel, tokenizer);
    }

    /// <summary>
    /// Search exactly as OmniGenBench does (<see cref="OriginalSearch"/>), to compare; of the options only the seed has a meaning then.
    /// </summary>
    public bool Compat { get; init; }

    /// <summary>What of a structure the model does not read, in words; null when it reads all. Known after a search.</summary>
    public string? Note { get; private set; }

    /// <summary>Searches sequences for a structure.</summary>
    /// <param name="structure">In dot-bracket, without pseudoknots.</param>
    /// <param name="mutationRatio">Share of the bases of a sequence that the model draws anew at a time, from 0 to 1.</param>
    /// <param name="numPopulation">Sequences of a generation.</param>
    /// <param name="numGeneration">Generations at most.</param>
    /// <param name="options">
    /// Time, seed, constraints, and how far the model is followed; null for the defaults and 25 sequences.
    /// </param>
    /// <param name="progress">Is told after each generation.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    /// <returns>The solutions, or what came nearest.</returns>
    /// <exception cref="OmniException">
    /// OH1801, OH1802 a malformed structure; OH1855 a pseudoknot; OH1860 a structure that no sequence has; OH186x options that do not fit
    /// the structure; OH5020 the model has no mask token; OH5331 the prompt is longer than the model reads.
    /// </exception>
    /// <exception cref="UsageException">
    /// OH1864, OH1866, OH1867 numbers out of range; OH5330 the model does not read base by base.
    /// </exception>
    public DesignResult Design(
        string structure, double mutationRatio = 0.5, int numPopulation = 100, int numGeneration = 100, DesignOptions? options = null,
        IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        var target = SecondaryStructure.Parse(structure, "the structure");
        var wanted = options ?? new DesignOptions { Count = Told };
        if (Compat)
        {
            var original = new OriginalSearchOptions
            {
                MutationRatio = mutationRatio,
                Population = numPopulation,
                Generations = numGeneration,
                Seed = wanted.Seed,
            };
            var filling = new OriginalBases(model, target, how);
            Note = filling.Note;
            return new OriginalSearch(target, filling, original).Run(progress, cancellation);
        }
        var bases = new PromptedBases(model, target, how);
        Note = bases.Note;
        var search = wanted with
        {
            Search = DesignSearch.Population,
            Population = numPopulation,
            Generations = numGeneration,
            Prior = wanted.Prior with { MutationRatio = mutationRatio },
        };
        return new RnaDesigner(target, search, bases).Run(progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
