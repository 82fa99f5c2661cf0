using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Workflows.Genomes;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>What a consensus run says on standard error.</summary>
internal sealed class ConsensusMessages(Terminal terminal, ConsensusFileOptions options)
{
    private const string Once = "(This warning is printed only once.)";

    private readonly HashSet<NoticeKind> said = [];

    /// <summary>Says where the alleles come from.</summary>
    public void Begin(ConsensusRequest request)
    {
        if (request.Alleles.IgnoreGenotypes)
        {
            var what = request.Alleles.Iupac ? "IUPAC codes based on REF,ALT" : "REF,ALT variants";
            terminal.Error.WriteLine($"Note: applying {what}, ignoring samples");
        }
        else if (request.Alleles.Haplotype is null)
        {
            terminal.Error.WriteLine($"Note: applying IUPAC codes based on FORMAT/GT in {Whose(request.Samples)}");
        }
    }

    /// <summary>Takes a record that was passed over or cut.</summary>
    public void Take(ConsensusNotice notice)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{notice.Contig}:{notice.Position + 1}");
        if (notice.Kind == NoticeKind.Beyond) return;
        if (notice.Kind == NoticeKind.Overlap)
        {
            if (options.BcftoolsCompat) terminal.Error.WriteLine($"The site {place} overlaps with another variant, skipping...");
            return;
        }
        if (!said.Add(notice.Kind)) return;
        var warning = notice.Kind == NoticeKind.Clipped
            ? $"the record at {place} reaches beyond its sequence and was cut."
            : $"one REF base is expected with <DEL>, assuming the actual deletion starts at POS+1 at {place}.";
        terminal.Error.WriteLine($"Warning: {warning} {Once}");
    }

    /// <summary>Says what was done.</summary>
    public void End(ConsensusSummary summary)
    {
        foreach (var contig in summary.UnknownContigs) terminal.Error.WriteLine($"Warning: Sequence \"{contig}\" not in the VCF");
        if (summary.TooFewAlleles is { } place)
            terminal.Error.WriteLine($"Can't apply {options.Haplotype}-th haplotype at {place}. {Once}");
        if (summary.NotSpelled > 0)
            terminal.Error.WriteLine($"note passed over {Plural.Count(summary.NotSpelled, "allele")} not spelled in bases (such as * and"
                + " breakends); --bcftools-compat writes them as they are");
        if (summary.Overlapping > 0 && !options.BcftoolsCompat)
            terminal.Error.WriteLine($"note passed over {Plural.Count(summary.Overlapping, "record")} overlapping one before"
                + (options.Overlaps is null ? "; --overlaps FILE lists them" : ""));
        if (summary.Beyond > 0)
            terminal.Error.WriteLine(
                $"note {Plural.Count(summary.Beyond, "record")} beyond the end of {(summary.Beyond == 1 ? "its" : "their")} sequence"
                    + $" {Plural.Of(summary.Beyond, "was", "were")} passed over; do VCF and FASTA belong to the same assembly?");
        if (summary.MasksBeyond > 0)
            terminal.Error.WriteLine(
                $"note {Plural.Count(summary.MasksBeyond, "interval")} of --mask {Plural.Of(summary.MasksBeyond, "reaches", "reach")}"
                    + " beyond the end of the sequence; do mask and FASTA belong to the same assembly?");
        if (summary.MasksElsewhere > 0)
            terminal.Error.WriteLine(
                $"note {Plural.Count(summary.MasksElsewhere, "interval")} of --mask {Plural.Of(summary.MasksElsewhere, "lies", "lie")}"
                    + " on contigs that the FASTA does not have");
        // bcftools knows no singular.
        var variants = options.BcftoolsCompat ? "variants" : Plural.Of(summary.Applied, "variant");
        terminal.Error.WriteLine($"Applied {summary.Applied} {variants}");
    }

    private static string Whose(IReadOnlyList<string>? samples) =>
        samples is null ? "all samples" : samples.Count == 1 ? $"sample {samples[0]}" : $"{samples.Count} samples";
}
