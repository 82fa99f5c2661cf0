using System.CommandLine;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Commands.Genome.Intervals;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Files;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>How <c>omni genome translate</c> reads codons.</summary>
internal sealed record TranslateSettings
{
    [Description("NCBI's number of the genetic code: 1 (standard), 2, 4, 5 or 11 (bacteria).")]
    [Range(1, 33)]
    public int Table { get; init; } = 1;

    [Description("Where codons start: 1, 2 or 3, and -1, -2 or -3 on the other strand; 0 writes all six.")]
    [Range(-3, 3)]
    public int Frame { get; init; } = 1;

    [Description("End before the first stop; otherwise stops are *.")]
    public bool ToStop { get; init; }
}

/// <summary><c>omni genome translate</c>: the proteins that sequences code for.</summary>
internal static class GenomeTranslateCommand
{
    private static readonly int[] AllFrames = [1, 2, 3, -1, -2, -3];

    public static CommandEntry Entry { get; } = new("translate", "Translate DNA or RNA into protein.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("FASTA") { Description = "DNA or RNA, plain or compressed; - is standard input." };
        var schema = new SettingsBinding().Add<TranslateSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome translate genes.fa --to-stop > proteins.fa",
                "omni genome translate contigs.fa.gz --table 11 --frame 0 --output frames.fa.gz",
            ],
        };
        command.Arguments.Add(file);
        schema.AddTo(command);
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(Run(terminal, parsed.GetValue(file)!, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string path, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var settings = configuration.Get<TranslateSettings>();
        var output = configuration.Get<OutputSettings>();
        var code = GeneticCode.Of(settings.Table);
        output.Check("proteins", SequenceFileKinds.Fasta);
        using var fasta = FastaReader.Open(path);
        using var progress = CommandOutput.Progress(terminal, output.Output, "sequences");
        var empty = 0;
        CommandOutput.Write(terminal, output.Output, stream =>
        {
            using var writer = new FastaWriter(stream, leaveOpen: true);
            while (fasta.TryRead())
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var frame in settings.Frame == 0 ? AllFrames : [settings.Frame])
                {
                    var protein = code.Translate(InFrame(fasta.Sequence, frame), settings.ToStop, $"{fasta.Place} '{fasta.Name}'");
                    if (protein.Length == 0) empty++;
                    else
                        writer.Write(
                            settings.Frame == 0 ? $"{fasta.Name}_frame={frame} {fasta.Description}".TrimEnd() : fasta.Header,
                            Encoding.ASCII.GetBytes(protein));
                }
                progress?.Report(fasta.Records);
            }
        });
        if (empty > 0)
            terminal.Error.WriteLine(
                $"note {empty} {(empty == 1 ? "protein has" : "proteins have")} no residue and {(empty == 1 ? "is" : "are")} left out");
        return ExitCode.Done;
    }

    private static ReadOnlySpan<byte> InFrame(ReadOnlySpan<byte> sequence, int frame)
    {
        var skipped = Math.Min(Math.Abs(frame) - 1, sequence.Length);
        if (frame > 0) return sequence[skipped..];
        var other = new byte[sequence.Length];
        Alphabet.ReverseComplement(sequence, other, rna: sequence.ContainsAny((byte)'U', (byte)'u'));
        return other.AsSpan(skipped);
    }
}
