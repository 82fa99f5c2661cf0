using System.Globalization;
using System.Text.Json;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>What lies in a folder of personal genomes and what it was made of; while a run is under way, how far it got.</summary>
internal sealed record PersonalManifest
{
    private const string FileName = "personal-genomes.json";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reference, variants and mode, with sizes and times of the files.</summary>
    public string Input { get; init; } = "";

    /// <summary>Contigs of a complete genome.</summary>
    public IReadOnlyList<string> Contigs { get; init; } = [];

    /// <summary>Contigs that are in the files; all of them when the run is over.</summary>
    public int ContigsDone { get; init; }

    /// <summary>By file name.</summary>
    public Dictionary<string, HaplotypeProgress> Files { get; init; } = [];

    /// <summary>The manifest of a folder's complete genomes.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>The manifest of a run under way.</summary>
    public static string PartialPathIn(string folder) => PathIn(folder) + ".partial";

    /// <summary>What a run is made of, as one text.</summary>
    public static string InputOf(PersonalConsensusRequest request, VariantFiles variants)
    {
        static string Stamp(string path)
        {
            var file = new FileInfo(path);
            return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} {(file.Exists ? file.Length : 0)} {(file.Exists ? file.LastWriteTimeUtc.Ticks : 0)}");
        }

        return string.Join("; ", variants.Files.Select(f => Stamp(f.Path)).Prepend(Stamp(request.Reference)).Append(request.Indels ? "all variants" : "single-base substitutions"));
    }

    /// <summary>Reads a manifest; null when there is none or when it tells of other input.</summary>
    public static PersonalManifest? Read(string path, string input, IReadOnlyList<string> contigs)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var manifest = JsonSerializer.Deserialize<PersonalManifest>(File.ReadAllBytes(path), Json);
            return manifest is not null && manifest.Input == input && manifest.Contigs.SequenceEqual(contigs) ? manifest : null;
        }
        catch (JsonException)
        {
            // A damaged manifest proves nothing about the files, so they are written again.
            return null;
        }
    }

    /// <summary>Writes the manifest.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, Json));
}
