using System.Buffers;
using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Vcf.Querying;

/// <summary>
/// Prints chosen columns of records by a format such as <c>%CHROM\t%POS[\t%GT]\n</c> (<c>bcftools query</c>): names of columns, of INFO
/// fields (<c>%DP</c> or <c>%INFO/DP</c>), and in brackets, once for every sample, of FORMAT fields, <c>%SAMPLE</c> and <c>%TGT</c>;
/// <c>{0}</c> behind a field picks one of its values. Not for several threads at once.
/// </summary>
public sealed class VcfQuery
{
    private const int BufferSize = 1 << 16;

    private readonly SampleView? people;
    private readonly VcfHeader header;
    private readonly List<QueryPart> parts;
    private readonly bool printsCalls;
    private readonly PassingSamples passing = new();
    private readonly VariantFilter? include, exclude;

    /// <summary>Reads a format for files with this header.</summary>
    /// <exception cref="UsageException">OH1080: the format is malformed or names something the header does not know; OH1072, OH1073: an
    /// expression.</exception>
    /// <exception cref="OmniException">OH1064: nobody has the name of a person.</exception>
    public VcfQuery(string format, VcfHeader header, VcfQueryOptions options)
    {
        people = SampleColumns.Of(header, options.Samples, options.ExcludeSamples) is { } columns ? new SampleView(header, columns) : null;
        this.header = people?.Header ?? header;
        parts = new QueryParser(format, this.header, passing, options.AllowUndeclared).Parse();
        printsCalls = parts.OfType<SamplesPart>().Any(brackets => brackets.Parts.Any(part => part.Name == "GT"));
        include = options.Include is null ? null : VariantFilter.Parse(options.Include, this.header);
        exclude = options.Exclude is null ? null : VariantFilter.Parse(options.Exclude, this.header);
    }

    /// <summary>The line of names, with a number before each, as the format arranges them.</summary>
    public string Names()
    {
        var text = new StringBuilder("# ");
        var number = 0;
        foreach (var part in parts)
        {
            if (part is not SamplesPart brackets) Add(part, "");
            else
                foreach (var person in header.Samples)
                    foreach (var inner in brackets.Parts) Add(inner, inner is SampleNamePart ? "" : $"{person}:");
        }
        return text.ToString();

        void Add(QueryPart part, string owner)
        {
            if (part is LiteralPart literal) text.Append(literal.Text);
            else text.Append(CultureInfo.InvariantCulture, $"[{++number}]{owner}{part.Name}");
        }
    }

    /// <summary>Prints the records of a source.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="output">Takes UTF-8; stays open.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>How many records were printed.</returns>
    /// <exception cref="OmniException">Those of reading; OH1069, OH1071: a value cannot be read.</exception>
    public long Run(VariantSource source, Stream output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var text = new ArrayBufferWriter<byte>(2 * BufferSize);
        var printed = 0L;
        source.Visit(record =>
        {
            if (!TryWrite(record, text)) return;
            printed++;
            if (text.WrittenCount < BufferSize) return;
            output.Write(text.WrittenSpan);
            text.ResetWrittenCount();
        }, progress, cancellation);
        output.Write(text.WrittenSpan);
        return printed;
    }

    /// <summary>Adds what the format makes of a record; nothing and false when the conditions turn it down.</summary>
    public bool TryWrite(VariantRecord record, IBufferWriter<byte> output)
    {
        var seen = people?.Of(record) ?? record;
        passing.PassAll();
        if (include is not null && !Includes(include.Judge(seen))) return false;
        if (exclude is not null && Excludes(exclude.Judge(seen))) return false;
        if (printsCalls) seen.RequireAlleles();
        foreach (var part in parts) part.Write(seen, -1, [], output);
        return true;
    }

    private bool Includes(Verdict verdict)
    {
        if (verdict.Site && verdict.SampleCount > 0) passing.Pass(verdict.Samples, passes: true);
        return verdict.Site;
    }

    // Where people are printed, a record stays while somebody is left who does not meet the condition.
    private bool Excludes(Verdict verdict)
    {
        if (!verdict.Site) return false;
        return verdict.SampleCount == 0 || !parts.Exists(part => part is SamplesPart or LinePart)
            || !passing.Pass(verdict.Samples, passes: false);
    }
}
