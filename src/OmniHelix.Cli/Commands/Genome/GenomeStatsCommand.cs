using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Commands.Genome.Intervals;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Files;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome stats</c>: length and letters of every sequence of a FASTA, and of all together.</summary>
internal static class GenomeStatsCommand
{
    private const int PieceSize = 1 << 16;

    public static CommandEntry Entry { get; } = new("stats", "Count the letters of every sequence of a FASTA.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("FASTA") { Description = "Plain or compressed; - is standard input." };
        var schema = new SettingsBinding().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni genome stats hs37d5.fa.gz", "omni genome stats contigs.fa --output contigs.tsv"],
        };
        command.Arguments.Add(file);
        schema.AddTo(command);
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(Run(terminal, parsed.GetValue(file)!, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string path, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var output = configuration.Get<OutputSettings>();
        output.Check("figures of sequences", DataFileKinds.Tsv);
        using var fasta = FastaReader.Open(path);
        using var progress = CommandOutput.Progress(terminal, output.Output, "sequences");
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            writer.WriteLine("name\tlength\tA\tC\tG\tT\tN\tother\tlower_case\tgc\tgc_weighted");
            var all = new LetterCounts();
            var piece = new byte[PieceSize];
            while (fasta.TryReadHeader())
            {
                var letters = new LetterCounts();
                for (int n; (n = fasta.ReadLetters(piece)) > 0;)
                {
                    cancellation.ThrowIfCancellationRequested();
                    letters.Add(piece.AsSpan(0, n));
                }
                writer.WriteLine(Line(fasta.Name, letters));
                all.Add(letters);
                progress?.Report(fasta.Records);
            }
            writer.WriteLine(Line("total", all));
        });
        return ExitCode.Done;
    }

    private static string Line(string name, LetterCounts letters)
    {
        var a = Both(letters, 'A');
        var c = Both(letters, 'C');
        var g = Both(letters, 'G');
        var t = Both(letters, 'T') + Both(letters, 'U');
        var n = Both(letters, 'N');
        var counts = string.Create(
            CultureInfo.InvariantCulture, $"{name}\t{letters.Total}\t{a}\t{c}\t{g}\t{t}\t{n}\t{letters.Total - a - c - g - t - n}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counts}\t{letters.LowerCase}\t{letters.GcStrict:0.#########}\t{letters.GcWeighted:0.#########}");
    }

    private static long Both(LetterCounts letters, char upper) => letters[upper] + letters[char.ToLowerInvariant(upper)];
}
