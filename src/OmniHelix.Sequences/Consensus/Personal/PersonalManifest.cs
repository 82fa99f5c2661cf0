using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>
/// What lies in a folder of personal genomes and what it was made of; while a run is under way, how far it got. A text file: the input, the
/// contigs, how many of them are done, and a line for each genome with its bytes, bases and counts, and the contigs on which the person has
/// haploid calls.
/// </summary>
internal sealed record PersonalManifest
{
    private const string FileName = "personal-genomes.txt";
    private const int HeadLines = 3;

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

    /// <summary>The lock of a folder, there while a run is under way.</summary>
    public static string LockIn(string folder) => PathIn(folder) + ".lock";

    /// <summary>What a run is made of, as one text.</summary>
    public static string InputOf(PersonalConsensusRequest request, VariantFiles variants)
    {
        static string Stamp(string path)
        {
            var file = new FileInfo(path);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(path)} {(file.Exists ? file.Length : 0)} {(file.Exists ? file.LastWriteTimeUtc.Ticks : 0)}");
        }

        var rules = new List<string> { request.Indels ? "all variants" : "single-base substitutions" };
        if (request.Haploid == HaploidCalls.Both) rules.Add("haploid calls in both haplotypes");
        if (request.Haploid == HaploidCalls.Skip) rules.Add("haploid contigs in one haplotype");
        return string.Join("; ", variants.Files.Select(f => Stamp(f.Path)).Prepend(Stamp(request.Reference)).Concat(rules));
    }

    /// <summary>Refuses a folder in which a file of another has the name of a manifest.</summary>
    /// <exception cref="UsageException">OH6003.</exception>
    public static void RequireOwn(string folder)
    {
        foreach (var path in new[] { PathIn(folder), PartialPathIn(folder) }.Where(File.Exists))
            if (!int.TryParse(File.ReadLines(path).ElementAtOrDefault(HeadLines - 1), CultureInfo.InvariantCulture, out _))
                throw new UsageException(
                    "OH6003", "is there already, and no earlier run of omni wrote it", path,
                    "A list of the genomes gets this name. Choose another folder; nothing in this one was touched.");
    }

    /// <summary>Names of the genomes that earlier runs wrote into a folder, or began, from whatever input.</summary>
    public static HashSet<string> NamesIn(string folder) =>
    [
        .. new[] { PathIn(folder), PartialPathIn(folder) }.Where(File.Exists)
            .SelectMany(path => File.ReadLines(path).Skip(HeadLines).Select(line => line.Split('\t')[0])),
    ];

    /// <summary>
    /// Reads a manifest; null when there is none, when it tells of other input, or when it is damaged, because then it proves nothing.
    /// </summary>
    public static PersonalManifest? Read(string path, string input, IReadOnlyList<string> contigs)
    {
        if (!File.Exists(path)) return null;
        var lines = File.ReadAllLines(path);
        if (lines.Length < HeadLines || lines[0] != input || lines[1] != string.Join('\t', contigs)
            || !int.TryParse(lines[2], NumberStyles.None, CultureInfo.InvariantCulture, out var done) || done > contigs.Count)
            return null;
        var files = new Dictionary<string, HaplotypeProgress>();
        foreach (var line in lines.AsSpan(HeadLines))
        {
            var fields = line.Split('\t');
            var numbers = new long[4];
            if (fields.Length <= numbers.Length) return null;
            for (var i = 0; i < numbers.Length; i++)
                if (!long.TryParse(fields[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
            files[fields[0]] = new HaplotypeProgress
            {
                Bytes = numbers[0],
                Bases = numbers[1],
                Applied = numbers[2],
                Overlapping = numbers[3],
                Haploid = fields[(numbers.Length + 1)..],
            };
        }
        return new PersonalManifest { Input = input, Contigs = contigs, ContigsDone = done, Files = files };
    }

    /// <summary>Writes the manifest.</summary>
    public void Write(string path)
    {
        var text = new StringBuilder();
        text.Append(Input).Append('\n').AppendJoin('\t', Contigs).Append('\n').Append(CultureInfo.InvariantCulture, $"{ContigsDone}\n");
        foreach (var (name, progress) in Files)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{name}\t{progress.Bytes}\t{progress.Bases}\t{progress.Applied}\t{progress.Overlapping}");
            foreach (var contig in progress.Haploid) text.Append('\t').Append(contig);
            text.Append('\n');
        }
        AtomicFile.WriteText(path, text.ToString());
    }
}
