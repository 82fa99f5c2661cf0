using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Workflows.Genomes;

/// <summary>What became of each haplotype of a run over many people, as a table beside the genomes.</summary>
public static class PersonalReportTable
{
    private const string Name = "report.tsv";
    private const string Header = "person\thaplotype\toutcome\tbases\tapplied\toverlapping\tfile\tproblem";

    /// <summary>Says at once, before genomes are written, when a table of another has the name.</summary>
    /// <param name="folder">The folder of the genomes.</param>
    /// <exception cref="UsageException">OH6003.</exception>
    public static void Check(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (File.Exists(path) && File.ReadLines(path).FirstOrDefault() != Header)
            throw new UsageException(
                "OH6003", "is there already, and no earlier run of omni wrote it", path,
                "The table of the genomes gets this name. Choose another folder; nothing in this one was touched.");
    }

    /// <summary>Writes <c>report.tsv</c>: person, haplotype, outcome, bases, applied, overlapping, file, problem.</summary>
    /// <param name="folder">The folder of the genomes.</param>
    /// <param name="report">What the run did.</param>
    /// <returns>The path of the table.</returns>
    public static string Write(string folder, PersonalConsensusReport report)
    {
        var text = new StringBuilder(Header + "\n");
        foreach (var haplotype in report.Haplotypes) text.AppendJoin('\t', Row(haplotype)).Append('\n');
        var path = Path.Combine(folder, Name);
        AtomicFile.WriteText(path, text.ToString());
        return path;
    }

    private static string?[] Row(PersonalHaplotypeReport haplotype) =>
    [
        haplotype.Person,
        Text($"{haplotype.Haplotype}"),
        haplotype.Outcome.ToString().ToLowerInvariant(),
        Text($"{haplotype.Bases}"),
        Text($"{haplotype.Applied}"),
        Text($"{haplotype.Overlapping}"),
        Path.GetFileName(haplotype.Path),
        haplotype.Problem,
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
