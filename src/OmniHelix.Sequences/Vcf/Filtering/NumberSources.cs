using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>A number that is written in the expression.</summary>
internal sealed class ConstantNumber(double value) : NumberNode
{
    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        result.Clear();
        result.Add(value);
    }
}

/// <summary>One number of the site.</summary>
internal sealed class SiteNumber(Func<VariantRecord, double> value) : NumberNode
{
    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        result.Clear();
        result.Add(value(record));
    }
}

/// <summary>An INFO field of numbers.</summary>
internal sealed class InfoNumber(string tag, Subscript which) : NumberNode
{
    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        result.Clear();
        if (!record.TryGetInfo(tag, out var text)) return;
        ValueText.Add(record, text, tag, which, result);
    }
}

/// <summary>A FORMAT field of numbers: as many slots for every sample as the sample with the most values has.</summary>
internal sealed class FormatNumber(string tag, Subscript samples, Subscript which) : NumberNode
{
    private readonly NumberVector one = new();
    private readonly List<double> values = [];
    private readonly List<int> ends = [];

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        values.Clear();
        ends.Clear();
        var width = 1;
        var columns = new SampleFields(record, tag);
        for (var i = 0; columns.TryRead(out var text); i++)
        {
            one.Clear();
            if (samples.Includes(i)) ValueText.Add(record, text, tag, which, one);
            foreach (var value in one.Values) values.Add(value);
            ends.Add(values.Count);
            width = Math.Max(width, one.Count);
        }
        result.Clear(record.Header.Samples.Count);
        for (var (i, at) = (0, 0); i < ends.Count; i++)
            for (var slot = 0; slot < width; slot++)
                result.Add(at < ends[i] ? values[at++] : samples.Includes(i) && slot == 0 ? NumberVector.Missing : NumberVector.Padding);
    }
}

/// <summary>AC, AN, AF, MAC and MAF counted from the genotypes.</summary>
internal sealed class CountedNumber(string what) : NumberNode
{
    private readonly AlleleCounts alleles = new();

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        result.Clear();
        alleles.Count(record);
        if (what == "AN")
        {
            result.Add(alleles.Total);
            return;
        }
        double total = what is "AF" or "MAF" ? alleles.Total : 1;
        foreach (var count in alleles.Alternates)
            result.Add((what is "MAC" or "MAF" ? Math.Min(count, alleles.Total - count) : count) / total);
        if (alleles.Alternates.IsEmpty) result.Add(0);
    }
}

/// <summary>Reads numbers separated by commas.</summary>
internal static class ValueText
{
    public static void Add(VariantRecord record, ReadOnlySpan<byte> text, string tag, Subscript which, NumberVector to)
    {
        var i = 0;
        foreach (var range in text.Split((byte)','))
            if (which.Includes(i++)) to.Add(Number(record, text[range], tag));
    }

    private static double Number(VariantRecord record, ReadOnlySpan<byte> text, string tag)
    {
        if (VariantRecord.IsMissing(text)) return NumberVector.Missing;
        if (Utf8Parser.TryParse(text, out double value, out var used) && used == text.Length)
            return double.IsNaN(value) ? NumberVector.Missing : value;
        // The framework spells infinity otherwise.
        if (Ascii.EqualsIgnoreCase(text, "inf") || Ascii.EqualsIgnoreCase(text, "+inf")) return double.PositiveInfinity;
        if (Ascii.EqualsIgnoreCase(text, "-inf")) return double.NegativeInfinity;
        if (Ascii.EqualsIgnoreCase(text, "nan")) return NumberVector.Missing;
        throw new OmniException("OH1071", string.Create(
            CultureInfo.InvariantCulture,
            $"{tag} is '{Encoding.UTF8.GetString(text[..Math.Min(40, text.Length)])}', but a number was expected"), record.Place);
    }
}
