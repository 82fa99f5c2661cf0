using System.Text;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>A text that is written in the expression; commas separate alternatives.</summary>
internal sealed class ConstantText(string text) : TextNode
{
    public string Text { get; } = text;

    public override void Evaluate(VariantRecord record, List<string> result) => result.Add(Text);
}

/// <summary>CHROM, ID or REF.</summary>
internal sealed class SiteText(Func<VariantRecord, string> text) : TextNode
{
    public override void Evaluate(VariantRecord record, List<string> result) => result.Add(text(record));
}

/// <summary>The alternate alleles.</summary>
internal sealed class AlternateTexts(Subscript which) : TextNode
{
    public override void Evaluate(VariantRecord record, List<string> result)
    {
        var alternates = record.Alternates;
        for (var i = 0; i < alternates.Count; i++)
            if (which.Includes(i)) result.Add(alternates[i]);
        if (alternates.Count == 0) result.Add(".");
    }
}

/// <summary>An INFO field of texts.</summary>
internal sealed class InfoText(string tag, Subscript which) : TextNode
{
    public override void Evaluate(VariantRecord record, List<string> result)
    {
        if (record.TryGetInfo(tag, out var text) && !text.IsEmpty)
        {
            var i = 0;
            foreach (var range in text.Split((byte)','))
                if (which.Includes(i++)) result.Add(Encoding.UTF8.GetString(text[range]));
        }
        if (result.Count == 0) result.Add(".");
    }
}

/// <summary>A FORMAT field of texts.</summary>
internal sealed class FormatText(string tag, Subscript samples) : TextNode
{
    public override bool PerSample => true;

    public override void Evaluate(VariantRecord record, List<string> result)
    {
        var columns = new SampleFields(record, tag);
        // A sample that is not meant gets a text that nothing equals.
        for (var i = 0; columns.TryRead(out var text); i++) result.Add(samples.Includes(i) ? Encoding.UTF8.GetString(text) : "");
    }
}
