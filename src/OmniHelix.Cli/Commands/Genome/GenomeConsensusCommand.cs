using System.CommandLine;
using System.CommandLine.Parsing;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Workflows.Genomes;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>
/// <c>omni genome consensus</c>: the sequence of a person, with the flags, output and exit codes of <c>bcftools consensus</c>.
/// </summary>
internal static class GenomeConsensusCommand
{
    /// <summary>What the program whose flags these are returns for any failure.</summary>
    private const int Failed = 255;

    public static CommandEntry Entry { get; } = new(
        "consensus",
        "Apply the variants of a VCF to a FASTA.",
        Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var vcf = new Argument<string>("VCF") { Description = "Variants: VCF, plain or compressed, or BCF; no index is needed." };
        var schema = new SettingsBinding().Add<ConsensusFileOptions>();
        var mask = new Option<string[]>("--mask")
        {
            Description = "Mask the intervals of a file: BED (*.bed), or contig, from, to (from 1, inclusive); may be repeated.",
            HelpName = "FILE",
        };
        var maskWith = new Option<string[]>("--mask-with")
        {
            Description = "What the --mask before it writes: a character, uc or lc. [default: N]",
            HelpName = "CHAR|uc|lc",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace output files." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome consensus --fasta-ref ref.fa --samples HG00096 --haplotype 1pIu calls.vcf.gz > HG00096_1.fa",
                "omni genome consensus --fasta-ref ref.fa --samples HG00096 --haplotype 2 --output HG00096_2.fa calls.vcf.gz",
                "samtools faidx ref.fa 20:1000001-2000000 | omni genome consensus --samples - --mask low.bed --mask-with lc calls.vcf.gz",
            ],
        };
        command.Arguments.Add(vcf);
        schema.AddTo(command);
        command.Add(mask, "Marks");
        command.Add(maskWith, "Marks");
        command.Add(overwrite, "Output");
        command.SetAction((parsed, cancellation) => Task.FromResult(Guarded(terminal, () =>
        {
            var options = schema.Read(parsed).Get<ConsensusFileOptions>();
            if (options.Output == "-") options = options with { Output = null };
            options.CheckNames();
            OverwriteCheck.Files(parsed.GetValue(overwrite) || options.BcftoolsCompat, options.Output, options.Chain, options.Overlaps);
            return Run(terminal, options, options.Request(parsed.GetValue(vcf)!, Masks(parsed, mask, maskWith)), cancellation);
        })));
        return command;
    }

    private static int Guarded(Terminal terminal, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (OmniException e)
        {
            terminal.Error.WriteLine($"error {e.Describe()}");
            return Failed;
        }
    }

    private static int Run(Terminal terminal, ConsensusFileOptions options, ConsensusRequest request, CancellationToken cancellation)
    {
        var messages = new ConsensusMessages(terminal, options);
        messages.Begin(request);
        var file = new ConsensusFile(options, request, fill => CommandOutput.ToStandardOutput(terminal, fill));
        messages.End(file.Write(messages.Take, cancellation));
        return ExitCode.Done;
    }

    /// <summary>Masks in the order of the command line; <c>--mask-with</c> belongs to the one before it.</summary>
    private static List<(string Path, string With)> Masks(ParseResult parsed, Option mask, Option maskWith)
    {
        var masks = new List<(string Path, string With)>();
        Option? current = null;
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.Option)
            {
                current = token.Value == maskWith.Name ? maskWith
                    : token.Value == mask.Name || mask.Aliases.Contains(token.Value) ? mask
                    : null;
                continue;
            }
            if (token.Type != TokenType.Argument || current is null) continue;
            if (current == mask) masks.Add((token.Value, "N"));
            else if (masks.Count > 0) masks[^1] = (masks[^1].Path, token.Value);
            else throw new UsageException("OH1916", "--mask-with must come behind the --mask it belongs to", "omni genome consensus");
            current = null;
        }
        return masks;
    }
}
