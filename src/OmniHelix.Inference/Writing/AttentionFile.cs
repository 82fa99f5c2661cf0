using OmniHelix.Data.Files;
using OmniHelix.Data.Numpy;
using OmniHelix.Inference.Attention;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// Writes attention maps as arrays of NumPy. An archive holds <c>attentions</c> <c>[layers, heads, tokens, tokens]</c>, <c>layers</c>,
/// <c>heads</c>, <c>tokens</c>, and of the aggregated map <c>attention_matrix</c>, <c>attention_entropy</c>,
/// <c>max_attention_per_position</c>, <c>attention_concentration</c> and <c>self_attention_scores</c>; a single array holds the maps, and a
/// text beside it names the tokens.
/// </summary>
public static class AttentionFile
{
    private delegate void Writer(string path, AttentionMaps maps, AttentionStatistics statistics);

    private static readonly FileCapability<Writer> Writing = new("OH2032", "hold attention maps",
    [
        (DataFileKinds.Npz, WriteArchive),
        (DataFileKinds.Npy, WriteArray),
    ]);

    /// <summary>The file beside a single array that names its tokens, one a line; null for an archive, which holds them.</summary>
    /// <exception cref="UsageException">OH2032: the name promises no attention maps.</exception>
    public static string? NamesBeside(string path) =>
        Writing.ForOutput(path) == DataFileKinds.Npy ? Path.ChangeExtension(path, ".tokens.txt") : null;

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">Its ending tells the kind.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="statistics">Of the aggregated map.</param>
    /// <exception cref="UsageException">OH2032: the name promises no attention maps.</exception>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void Write(string path, AttentionMaps maps, AttentionStatistics statistics) =>
        Writing.Of(Writing.ForOutput(path))!(path, maps, statistics);

    private static void WriteArchive(string path, AttentionMaps maps, AttentionStatistics statistics)
    {
        var tokens = maps.Tokens.Count;
        NpzFile.Write(path,
        [
            new("attentions", Scores(maps)),
            new("layers", Numbers(maps.Layers)),
            new("heads", Numbers(maps.Heads)),
            new("tokens", NpyArray.OfText(maps.Tokens)),
            new("attention_matrix", NpyArray.Of<float>(statistics.Matrix, tokens, tokens)),
            new("attention_entropy", NpyArray.Of<float>(statistics.Entropy, tokens)),
            new("max_attention_per_position", NpyArray.Of<float>(statistics.Largest, tokens)),
            new("attention_concentration", NpyArray.Of<float>(statistics.Concentration, tokens)),
            new("self_attention_scores", NpyArray.Of<float>(statistics.Self, tokens)),
        ]);
    }

    private static void WriteArray(string path, AttentionMaps maps, AttentionStatistics statistics)
    {
        NpyFile.Write(path, Scores(maps));
        AtomicFile.WriteText(NamesBeside(path)!, string.Concat(maps.Tokens.Select(token => token + "\n")));
    }

    private static NpyArray Scores(AttentionMaps maps) =>
        NpyArray.Of<float>(maps.Scores, maps.Layers.Count, maps.Heads.Count, maps.Tokens.Count, maps.Tokens.Count);

    private static NpyArray Numbers(IReadOnlyList<int> numbers) => NpyArray.Of<long>([.. numbers.Select(n => (long)n)], numbers.Count);
}
