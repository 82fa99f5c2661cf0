using OmniHelix.Documents;

namespace OmniHelix.Tokenizers;

/// <summary>
/// Reads the <c>post_processor</c> of a <c>tokenizer.json</c>: special tokens around sequences, and spans without blanks.
/// </summary>
internal static class PostProcessing
{
    /// <exception cref="OmniException">OH1506: an unknown type, or a setting of the wrong form.</exception>
    public static (SpecialTokenTemplate Template, OffsetTrimming? Trimming) Read(MapNode node)
    {
        switch (node.Text("type"))
        {
            case "TemplateProcessing":
                return (ReadTemplate(node), null);
            case "BertProcessing":
                return (new SpecialTokenTemplate([Id(node, "cls")], [Id(node, "sep")], [Id(node, "sep")], secondType: 1), null);
            case "RobertaProcessing":
                var trims = node.Flag("trim_offsets") ?? true;
                var (begin, end) = (Id(node, "cls"), Id(node, "sep"));
                return (
                    new SpecialTokenTemplate([begin], [end], [end, end]),
                    trims ? new OffsetTrimming(node.Flag("add_prefix_space") ?? true) : null);
            case "ByteLevel":
                var isTrimmed = node.Flag("trim_offsets") ?? true;
                return (SpecialTokenTemplate.None, isTrimmed ? new OffsetTrimming(node.Flag("add_prefix_space") ?? true) : null);
            case "Sequence":
                return ReadSequence(node);
            default:
                throw node.Wrong(
                    "type", "a post-processor: TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel or Sequence");
        }
    }

    private static (SpecialTokenTemplate Template, OffsetTrimming? Trimming) ReadSequence(MapNode node)
    {
        var parts = node.Maps("processors").Select(Read).ToArray();
        SpecialTokenTemplate[] templates = [
            .. parts.Select(part => part.Template).Where(template => template != SpecialTokenTemplate.None)];
        if (templates.Length > 1) throw node.Wrong("processors", "at most one that puts special tokens around sequences");
        return (
            templates.Length == 0 ? SpecialTokenTemplate.None : templates[0],
            parts.Select(part => part.Trimming).FirstOrDefault(trimming => trimming is not null));
    }

    private static SpecialTokenTemplate ReadTemplate(MapNode node)
    {
        var special = node.Map("special_tokens");
        var single = node.Maps("single").Select(part => Part(part, special)).ToArray();
        var pair = node.Maps("pair").Select(part => Part(part, special)).ToArray();
        if (!single.Where(part => part.Ids is null).Select(part => part.IsSecond).SequenceEqual([false]))
            throw node.Wrong("single", "the sequence A once");
        if (!pair.Where(part => part.Ids is null).Select(part => part.IsSecond).Order().SequenceEqual([false, true]))
            throw node.Wrong("pair", "the sequences A and B once each");
        return new SpecialTokenTemplate(single, pair);
    }

    private static TemplatePart Part(MapNode node, MapNode? special)
    {
        if (node.Map("Sequence") is { } sequence)
        {
            var type = sequence.Integer("type_id", least: 0) ?? 0;
            return sequence.Text("id") switch
            {
                "A" => TemplatePart.First(type),
                "B" => TemplatePart.Second(type),
                _ => throw sequence.Wrong("id", "A or B"),
            };
        }
        var token = node.Map("SpecialToken") ?? throw node.Wrong("SpecialToken", "a special token or a sequence");
        var name = token.Text("id") ?? throw token.Wrong("id", "the name of a special token");
        var ids = special?.Map(name)?.Numbers("ids", least: 0) ?? throw token.Wrong("id", "a name that stands in \"special_tokens\"");
        return TemplatePart.Special([.. ids.Select(id => (int)id)], token.Integer("type_id", least: 0) ?? 0);
    }

    private static int Id(MapNode node, string key) =>
        node.Find(key) is ListNode { Items: [_, ScalarNode { Number: >= 0 and <= int.MaxValue and var id }] }
            ? (int)id
            : throw node.Wrong(key, "a token and its id");
}
