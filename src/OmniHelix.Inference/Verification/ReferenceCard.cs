using System.Security.Cryptography;
using System.Text.Json;
using OmniHelix.Documents;
using OmniHelix.Sequences;
using OmniHelix.Torch;

namespace OmniHelix.Inference.Verification;

/// <summary>
/// A few sequences with what a model made of them, kept beside it, so that weights that drifted or were damaged, and a machine that
/// computes something else, are noticed. Numbers are those of single precision on a processor.
/// </summary>
public sealed record ReferenceCard
{
    /// <summary>Name of the file in the folder of a model.</summary>
    public const string FileName = "reference-card.json";

    private const int Seed = 20;

    private static readonly int[] Lengths = [12, 36, 60];

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new FiniteNumberConverter() },
    };

    /// <summary>Version of this form.</summary>
    public int Version { get; init; } = 1;

    /// <summary>libtorch that computed the numbers.</summary>
    public required string Libtorch { get; init; }

    /// <summary>
    /// How far a number may be from the stored one, as a share of the largest of its vector: rounding differs between processors, threads
    /// and versions of libtorch, by some millionths.
    /// </summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>SHA-256 of configuration, weights and vocabulary, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The sequences and their numbers.</summary>
    public required IReadOnlyList<ReferenceOutput> Outputs { get; init; }

    /// <summary>Computes a card.</summary>
    /// <param name="folder">The folder of a model with a tokenizer.</param>
    /// <param name="sequences">The sequences; null for random ones of the letters that the model reads.</param>
    /// <exception cref="OmniException">What loading a model and applying it to sequences report.</exception>
    public static ReferenceCard Compute(string folder, IReadOnlyList<string>? sequences = null)
    {
        var described = ModelDescription.Of(folder);
        if (described.Problem is { } problem) throw problem;
        var task = described.Model.Tasks.FirstOrDefault(task => task.HasLabels) ?? TaskType.Embedding;
        using var model = PretrainedModel.Open(folder, new InferenceOptions(), task);
        sequences ??= Random(model);
        var embeddings = model.Model.BatchEncode(sequences, 1, Models.Heads.Aggregation.Mean);
        var logits = task.HasLabels ? model.Model.Predict(sequences, new InferenceOptions { BatchSize = 1, Logits = true }) : null;
        return new ReferenceCard
        {
            Libtorch = TorchEngine.Version,
            Files = Hashes(folder),
            Outputs = [.. sequences.Select((sequence, i) => new ReferenceOutput(sequence, embeddings[i], logits?[i].Logits))],
        };
    }

    /// <summary>Writes the card.</summary>
    /// <exception cref="OmniException">OH6001, OH6002.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Format) + "\n");

    /// <summary>Reads a card.</summary>
    /// <exception cref="OmniException">OH1001 it cannot be opened; OH3920 it is none.</exception>
    public static ReferenceCard Read(string path)
    {
        try
        {
            var card = JsonSerializer.Deserialize<ReferenceCard>(File.ReadAllBytes(path), Format) ?? throw new JsonException("null");
            return card is { Version: 1, Outputs.Count: > 0, Tolerance: > 0 and < 1 }
                ? card
                : throw new JsonException("another version, a tolerance that is none, or no sequence");
        }
        catch (JsonException e)
        {
            throw new OmniException(
                "OH3920", $"this is no reference card: {e.Message}", path,
                "Make one of a model that is known to be right: omni hub card FOLDER.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException(
                "OH1001", $"the reference card cannot be read: {e.Message}", path, "Make one: omni hub card FOLDER.", e);
        }
    }

    /// <summary>Computes the numbers again.</summary>
    /// <param name="folder">The folder of a model.</param>
    /// <exception cref="OmniException">What <see cref="Compute"/> reports.</exception>
    public CardVerdict Verify(string folder)
    {
        var now = Compute(folder, [.. Outputs.Select(output => output.Sequence)]);
        var changed = Files.Where(file => !now.Files.TryGetValue(file.Key, out var hash) || hash != file.Value).Select(file => file.Key);
        var largest = Outputs.Zip(now.Outputs).Max(pair => Math.Max(
            Distance(pair.First.Embedding, pair.Second.Embedding), Distance(pair.First.Logits ?? [], pair.Second.Logits ?? [])));
        return new CardVerdict([.. changed.Order(StringComparer.Ordinal)], largest, Tolerance, Libtorch, now.Libtorch);
    }

    // Largest difference, as a share of the largest stored number; infinite for vectors of other lengths.
    private static double Distance(float[] stored, float[] computed)
    {
        if (stored.Length != computed.Length) return double.PositiveInfinity;
        if (stored.Length == 0) return 0;
        var scale = stored.Max(Math.Abs);
        var most = stored.Zip(computed).Max(pair => Math.Abs((double)pair.First - pair.Second));
        return double.IsNaN(most) ? double.PositiveInfinity : most / Math.Max(scale, 1e-12);
    }

    private static List<string> Random(PretrainedModel model)
    {
        var letters = model.Tokenizer.Molecule switch
        {
            Molecule.Dna => "ACGT",
            Molecule.Protein => "ACDEFGHIKLMNPQRSTVWY",
            _ => "ACGU",
        };
        var random = new Xoshiro256(Seed);
        // Multiples of three, for models that read codons; none longer than the model takes, beside two special tokens.
        var most = (model.MaxTokens - 2) / 3 * 3;
        return
        [
            .. Lengths.Select(length => Math.Min(length, most)).Distinct()
                .Select(length => string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]))),
        ];
    }

    private static SortedDictionary<string, string> Hashes(string folder)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsOfModel))
        {
            using var stream = File.OpenRead(file);
            hashes[Path.GetFileName(file)] = Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        return hashes;
    }

    private static bool IsOfModel(string path) => Path.GetFileName(path) is var name
        && name is not (FileName or "README.md")
        && Path.GetExtension(name) is ".json" or ".txt" or ".model" or ".safetensors" or ".bin";
}

/// <summary>A sequence with what the model made of it.</summary>
/// <param name="Sequence">The letters.</param>
/// <param name="Embedding">Mean of its last hidden states, <c>[hidden]</c>.</param>
/// <param name="Logits">What the head said, shaped as <see cref="Prediction.Logits"/>; null for a model without one.</param>
public sealed record ReferenceOutput(string Sequence, float[] Embedding, float[]? Logits = null);

/// <summary>A model beside its card.</summary>
/// <param name="ChangedFiles">Files with another hash, or that are gone.</param>
/// <param name="LargestDifference">Of all numbers, as a share of the largest of its vector.</param>
/// <param name="Tolerance">What is allowed.</param>
/// <param name="ThenLibtorch">libtorch that computed the card.</param>
/// <param name="NowLibtorch">libtorch that computed it again.</param>
public sealed record CardVerdict(
    IReadOnlyList<string> ChangedFiles, double LargestDifference, double Tolerance, string ThenLibtorch, string NowLibtorch)
{
    /// <summary>The numbers are those of the card.</summary>
    public bool IsSame => LargestDifference <= Tolerance;
}
