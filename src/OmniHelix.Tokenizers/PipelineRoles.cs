namespace OmniHelix.Tokenizers;

/// <summary>Which tokens of a pipeline have a role, and those that its configuration adds to it.</summary>
internal static class PipelineRoles
{
    // In the order in which those that the vocabulary lacks get their ids.
    private static readonly string[] Roles = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    /// <summary>The pipeline with the tokens of its configuration; each that the vocabulary lacks gets the next free id.</summary>
    /// <exception cref="OmniException">OH1506: an added token has the id of another.</exception>
    public static TokenPipeline AddTokens(TokenPipeline pipeline, TokenizerConfig config)
    {
        foreach (var (id, token) in config.Added())
        {
            if (pipeline.IdOf(token.Content) is { } known && known != id) continue;
            if (id > pipeline.Size)
                throw config.Malformed(
                    TokenizerConfig.AddedFile, FormattableString.Invariant(
                        $"the added token '{token.Content}' has id {id}, but the next free id is {pipeline.Size}"));
            if (id < pipeline.Model.Vocabulary.Size && pipeline.Model.Vocabulary.TokenOf(id) is { Length: > 0 } other
                && other != token.Content)
                throw config.Malformed(
                    TokenizerConfig.AddedFile, FormattableString.Invariant(
                        $"the added token '{token.Content}' has id {id}, which is '{other}' in the vocabulary"));
            pipeline = pipeline.With([token]);
        }
        foreach (var role in Roles)
            if (config.RoleOf(role) is { } content) pipeline = Add(pipeline, config.RoleToken(role, content));
        foreach (var content in config.AdditionalSpecial())
            pipeline = Add(pipeline, new AddedToken(content, 0) { Special = true });
        return pipeline;
    }

    /// <summary>The tokens with a role.</summary>
    public static SpecialTokens Of(TokenPipeline pipeline, TokenizerConfig config)
    {
        return new SpecialTokens
        {
            Pad = Id("pad_token"),
            Unknown = Id("unk_token") ?? pipeline.Model.Unknown,
            Cls = Id("cls_token"),
            Eos = Id("eos_token"),
            Mask = Id("mask_token"),
            Bos = Id("bos_token"),
            Sep = Id("sep_token"),
        };

        int? Id(string role) => config.RoleOf(role, Usual) is { } token ? pipeline.IdOf(token) : null;

        // A file alone names no roles.
        string? Usual(string role) =>
            config.IsEmpty ? TokenizerConfig.UsualTokens(role).FirstOrDefault(t => pipeline.IdOf(t) is not null) : null;
    }

    // A token that is there keeps its id, and its flags unless they were never said.
    private static TokenPipeline Add(TokenPipeline pipeline, AddedToken token)
    {
        if (pipeline.Added.FirstOrDefault(known => known.Content == token.Content) is { } known)
            return pipeline.With([known with { Special = true }]);
        return pipeline.With([token with { Id = pipeline.Model.Vocabulary.IdOf(token.Content) ?? pipeline.Size }]);
    }
}
