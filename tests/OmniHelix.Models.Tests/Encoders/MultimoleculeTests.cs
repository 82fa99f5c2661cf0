using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Families;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests.Encoders;

/// <summary>
/// Encoders in the layout of multimolecule: sizes, names of tensors, batches, files of older releases and of the authors.
/// </summary>
public class MultimoleculeTests
{
    private static readonly int[] Long = [1, 6, 9, 7, 8, 6, 4, 9, 2], Short = [1, 6, 4, 9, 2];

    public static TheoryData<string> LanguageModels =>
    [
        "mm-calm-mlm", "mm-dnabert2-mlm", "mm-ernierna-mlm", "mm-mrnafm-mlm", "mm-rinalmo-mlm", "mm-rnabert-mlm", "mm-rnaernie-mlm",
        "mm-rnafm-mlm", "mm-rnamsm-mlm", "mm-splicebert-mlm", "mm-utrlm-mlm",
    ];

    // From the configuration alone, as the library counts its encoders with pooler, and its language models.
    [Theory]
    [InlineData("""{"model_type":"rnafm","vocab_size":28}""", 99_521_920, 99_523_228)]
    [InlineData("""{"model_type":"rnafm","vocab_size":131,"hidden_size":1280,"codon":true,"embed_norm":false}""", 239_252_480, 239_255_171)]
    [InlineData("""{"model_type":"splicebert","vocab_size":28}""", 19_718_656, 19_719_708)]
    [InlineData("""{"model_type":"utrlm","vocab_size":28}""", 1_209_984, 1_210_268)]
    [InlineData("""{"model_type":"rnaernie","vocab_size":28}""", 86_063_616, 86_065_180)]
    [InlineData("""{"model_type":"rnabert","vocab_size":28}""", 481_080, 481_348)]
    [InlineData("""{"model_type":"utrbert","vocab_size":131}""", 86_141_952, 86_143_619)]
    [InlineData("""{"model_type":"dnabert","vocab_size":4102}""", 89_191_680, 89_197_318)]
    [InlineData("""{"model_type":"dnabert2","vocab_size":4096}""", 117_068_544, 117_074_176)]
    [InlineData("""{"model_type":"calm","vocab_size":131}""", 85_747_200, 85_748_867)]
    [InlineData("""{"model_type":"rnamsm","vocab_size":28}""", 95_921_920, 95_923_484)]
    [InlineData("""{"model_type":"rinalmo","vocab_size":28,"tie_word_embeddings":false}""", 650_878_731, 650_917_159)]
    [InlineData(
        """
        {"model_type":"rinalmo","vocab_size":28,"hidden_size":640,"num_hidden_layers":30,"intermediate_size":2560,
         "tie_word_embeddings":false}
        """, 148_045_430, 148_064_658)]
    [InlineData(
        """
        {"model_type":"rinalmo","vocab_size":28,"hidden_size":480,"num_hidden_layers":12,"intermediate_size":1920,
         "tie_word_embeddings":false}
        """, 33_482_412, 33_496_840)]
    [InlineData(
        """
        {"model_type":"rinalmo","vocab_size":28,"hidden_size":320,"num_hidden_layers":6,"intermediate_size":1280,
         "tie_word_embeddings":false}
        """, 7_503_042, 7_512_670)]
    // Its two segments, which no token is given, are not made.
    [InlineData("""{"model_type":"ernierna","vocab_size":28}""", 85_669_728 - 2 * 768, 85_671_292 - 2 * 768)]
    public void EncodersAndLanguageModelsHaveThePublishedNumberOfParameters(string json, long encoder, long languageModel)
    {
        var config = Read(json);
        using var backbone = config.CreateBackbone(BackboneParts.Pooler);
        Assert.Equal(encoder, backbone.ParameterCount());
        using var model = OmniModels.For(new ModelStart(TaskType.MaskedLanguageModel, config.CreateBackbone(), new OmniModelOptions()));
        Assert.Equal(languageModel, model.ParameterCount());
    }

    [Theory]
    [MemberData(nameof(LanguageModels))]
    public void ASequenceDoesNotFeelItsBatchButItsOrder(string name)
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(name));
        var together = model.Forward(Batch(Long, Short)).Logits;
        foreach (var (row, tokens) in new[] { Long, Short }.Index())
        {
            var alone = model.Forward(Batch(tokens)).Logits.Select(0, 0);
            Assert.InRange(Small.Distance(alone, together.Select(0, row).Narrow(0, 0, tokens.Length)), 0, 1e-5);
        }
        var forwards = model.Forward(Batch([1, 6, 9, 7, 2])).LastHiddenState.Select(0, 0).Select(0, 0);
        var backwards = model.Forward(Batch([1, 9, 6, 7, 2])).LastHiddenState.Select(0, 0).Select(0, 0);
        Assert.True(Small.Distance(forwards, backwards) > 1e-3);
    }

    [Theory]
    [MemberData(nameof(LanguageModels))]
    public void ASavedModelIsTheSameModelWithTheSameNames(string name)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(name));
        model.SavePretrained(folder.Path);
        using var again = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(model.Backbone.Config, again.Backbone.Config);
        Assert.Equal(model.Forward(Batch(Long)).Logits.ToArray<float>(), again.Forward(Batch(Long)).Logits.ToArray<float>());
        using var published = Checkpoint.Open(Goldens.Encoder(name));
        using var written = Checkpoint.Open(folder.Path);
        // What ERNIE-RNA stores and never uses is left out.
        var kept = published.Names.Where(one => !name.Contains("ernierna", StringComparison.Ordinal)
            || !one.EndsWith("token_type_embeddings.weight", StringComparison.Ordinal));
        Assert.Equal(kept.Order(StringComparer.Ordinal), written.Names.Order(StringComparer.Ordinal));
        var config = Goldens.Config(folder.Path);
        var original = Goldens.Config(Goldens.Encoder(name));
        foreach (var key in (string[])["hidden_dropout", "attention_dropout", "layer_norm_eps"])
            Assert.Equal(original.GetProperty(key).GetDouble(), config.GetProperty(key).GetDouble());
        foreach (var key in (string[])["hidden_act", "model_type"])
            Assert.Equal(original.GetProperty(key).GetString(), config.GetProperty(key).GetString());
    }

    [Theory]
    [MemberData(nameof(LanguageModels))]
    public void FilesOfOlderReleasesHaveTheNameOfTheModelBeforeTheirTensors(string name)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        var prefix = Goldens.Config(Goldens.Encoder(name)).GetProperty("model_type").GetString() + ".";
        Goldens.Copy(name, folder.Path, tensor => tensor switch
        {
            "lm_head.bias" => "lm_head.decoder.bias",
            _ when tensor.StartsWith("model.", StringComparison.Ordinal) => prefix + tensor[6..],
            _ => tensor,
        });
        AssertSameLogits(name, folder);
    }

    [Theory]
    [MemberData(nameof(LanguageModels))]
    public void TheHeadOfPretrainingMayStandApartOrTwice(string name)
    {
        const string Apart = "pretrain.predictions.", Older = "pretrain_head.predictions.";
        foreach (var head in new[] { Apart, Older })
        {
            using var apart = new TemporaryFolder();
            Goldens.Copy(name, apart.Path, tensor => tensor.Replace("lm_head.", head, StringComparison.Ordinal));
            AssertSameLogits(name, apart);
        }
        using var twice = new TemporaryFolder();
        using var stored = Checkpoint.Open(Goldens.Encoder(name));
        var copies = stored.Names.Where(tensor => tensor.StartsWith("lm_head.", StringComparison.Ordinal)).Select(stored.Get)
            .Select(one => Goldens.Whole(one) with { Name = one.Name.Replace("lm_head.", Apart, StringComparison.Ordinal) })
            .Append(Goldens.Zeros("pretrain.contact_head.decoder.weight", DType.Float32, 1, 8))
            .ToList();
        Goldens.Copy(name, twice.Path, more: copies);
        AssertSameLogits(name, twice);
    }

    [Fact]
    public void TheLastNormOfRnaFmHasAnOlderName()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy("mm-rnafm-mlm", folder.Path, tensor => tensor.Replace(
            "model.encoder.layer_norm.", "rnafm.encoder.emb_layer_norm_after.", StringComparison.Ordinal));
        AssertSameLogits("mm-rnafm-mlm", folder);
    }

    [Theory]
    [MemberData(nameof(LanguageModels))]
    public void AFileThatLacksATensorOfABlockIsRefusedByItsName(string name)
    {
        using var folder = new TemporaryFolder();
        using var stored = Checkpoint.Open(Goldens.Encoder(name));
        var victim = stored.Names.Last(tensor => tensor.Contains("layer.1.", StringComparison.Ordinal));
        Goldens.Copy(name, folder.Path, tensor => tensor == victim ? null : tensor);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3301", e.Code);
        Assert.Contains(victim, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnafm", "\"position_embedding_type\":\"rotary\"", "OH3204", "rotary")]
    [InlineData("utrlm", "\"position_embedding_type\":\"absolute\"", "OH3204", "absolute")]
    [InlineData("ernierna", "\"position_embedding_type\":\"absolute\"", "OH3204", "absolute")]
    [InlineData("rnamsm", "\"attention_type\":\"flash\"", "OH3204", "flash")]
    [InlineData("rnamsm", "\"layer_type\":\"pkm\"", "OH3204", "pkm")]
    [InlineData("splicebert", "\"hidden_act\":\"gelo\"", "OH3204", "gelo")]
    [InlineData("splicebert", "\"is_decoder\":true", "OH3204", "decoder")]
    [InlineData("splicebert", "\"lm_head\":{\"transform\":\"linear\"}", "OH3204", "lm_head.transform")]
    [InlineData("splicebert", "\"lm_head\":{\"act\":\"softmax\"}", "OH3204", "lm_head.act")]
    [InlineData("splicebert", "\"lm_head\":{\"layer_norm_eps\":0}", "OH3203", "lm_head.layer_norm_eps")]
    [InlineData("splicebert", "\"lm_head\":3", "OH3202", "lm_head")]
    [InlineData("splicebert", "\"mask_token_id\":28", "OH3203", "mask_token_id")]
    [InlineData("splicebert", "\"type_vocab_size\":0", "OH3203", "type_vocab_size")]
    [InlineData("dnabert2", "\"type_vocab_size\":0", "OH3203", "type_vocab_size")]
    [InlineData("rnafm", "\"max_position_embeddings\":2", "OH3203", "max_position_embeddings")]
    [InlineData("utrlm", "\"hidden_size\":48", "OH3203", "even head size")]
    [InlineData("rinalmo", "\"intermediate_size\":1", "OH3203", "intermediate_size")]
    [InlineData("ernierna", "\"vocab_size\":9", "OH3203", "letters")]
    [InlineData("ernierna", "\"num_attention_heads\":1", "OH3203", "num_attention_heads")]
    public void WhatDoesNotFitIsRefusedByName(string type, string more, string code, string expected)
    {
        var size = more.Contains("vocab_size\":9", StringComparison.Ordinal) ? "" : "\"vocab_size\":28,";
        var e = Assert.Throws<OmniException>(() => Read($$"""{"model_type":"{{type}}",{{size}}{{more}}}"""));
        Assert.Equal(code, e.Code);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreTokensThanPositionsIsAnErrorAndPaddingNeedsNone()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder("mm-rnafm-mlm"));
        Assert.Equal(18, model.MaxTokens);
        int[] whole = [.. Enumerable.Repeat(6, 18)];
        Assert.Equal([1, 18, 28], model.Forward(Batch(whole)).Logits.Shape);
        Assert.Equal("OH3401", Assert.Throws<OmniException>(() => model.Forward(Batch([.. whole, 6]))).Code);
        var padded = new ModelInput(Tensor.From<long>([.. whole.Select(id => (long)id), 0, 0], [1, 20]));
        Assert.Equal([1, 20, 28], model.Forward(padded with { AttentionMask = padded.InputIds.Ne(0).To(DType.Int64) }).Logits.Shape);
    }

    [Fact]
    public void RiNALMoOfItsAuthorsIsTheSameModelUnderOtherNamesWithOneProductForQueriesKeysAndValues()
    {
        using var folder = new TemporaryFolder();
        const string Case = "mm-rinalmo-mlm";
        using var stored = Checkpoint.Open(Goldens.Encoder(Case));
        var fused = Enumerable.Range(0, 2).Select(block => Fused(stored, block)).ToList();
        Goldens.Copy(Case, folder.Path, NativeName, more: fused);
        AssertSameLogits(Case, folder);
    }

    [Fact]
    public void AProductThatIsNoThreeBlocksOfRowsIsRefused()
    {
        using var folder = new TemporaryFolder();
        const string Case = "mm-rinalmo-mlm", Name = "transformer.blocks.0.mh_attn.Wqkv.weight";
        Goldens.Copy(Case, folder.Path, NativeName, more: [Goldens.Zeros(Name, DType.Float32, 47, 16)]);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3301", e.Code);
        Assert.Contains(Name, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mm-rnafm-mlm", "encoder.")]
    [InlineData("mm-utrlm-mlm", "module.")]
    public void ModelsOfFairEsmAreTheSameUnderItsNames(string name, string prefix)
    {
        using var folder = new TemporaryFolder();
        (string Here, string There)[] renames =
        [
            ("model.embeddings.word_embeddings.", "embed_tokens."),
            ("model.embeddings.position_embeddings.", "embed_positions."),
            ("model.embeddings.layer_norm.", "emb_layer_norm_before."),
            ("model.encoder.layer_norm.", "emb_layer_norm_after."),
            ("model.encoder.emb_layer_norm_after.", "emb_layer_norm_after."),
            ("attention.self.query", "self_attn.q_proj"),
            ("attention.self.key", "self_attn.k_proj"),
            ("attention.self.value", "self_attn.v_proj"),
            ("attention.output.dense", "self_attn.out_proj"),
            ("attention.layer_norm", "self_attn_layer_norm"),
            ("intermediate.dense", "fc1"),
            ("output.dense", "fc2"),
            ("lm_head.transform.", "lm_head."),
        ];
        Goldens.Copy(name, folder.Path, tensor =>
        {
            var native = renames.Aggregate(tensor, (one, rename) => one.Replace(rename.Here, rename.There, StringComparison.Ordinal));
            if (native.StartsWith("model.encoder.layer.", StringComparison.Ordinal))
                native = native.Replace("model.encoder.layer.", "layers.", StringComparison.Ordinal)
                    .Replace(".layer_norm.", ".final_layer_norm.", StringComparison.Ordinal);
            return prefix + native;
        }, more:
        [
            Goldens.Zeros($"{prefix}contact_head.regression.weight", DType.Float32, 1, 8),
            Goldens.Zeros($"{prefix}structure_linear.weight", DType.Float32, 3, 16),
            Goldens.Zeros($"{prefix}supervised_linear.weight", DType.Float32, 1, 16),
            Goldens.Zeros($"{prefix}layers.0.self_attn.rot_emb.inv_freq", DType.Float32, 2),
        ]);
        AssertSameLogits(name, folder);
    }

    [Fact]
    public void EveryKindOfPairInErnieRnaHasAScoreOfItsOwn()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder("mm-ernierna-mlm"), trainable: true);
        model.Eval();
        int[][] pairs = [[6, 9], [7, 8], [8, 9], [6, 7]];
        var seen = pairs.Select(pair => Attention([1, pair[0], pair[1], 2])).ToList();
        Assert.All(seen, map => Assert.InRange(Math.Abs(map.Sum() - 16), 0, 1e-4));
        var projection = model.NamedParameters()
            .Single(one => one.Name.EndsWith("pairwise_bias_proj.dense1.weight", StringComparison.Ordinal));
        using (GradMode.Off()) projection.Value.Value.MulInPlace(3);
        for (var i = 0; i < 3; i++)
            Assert.True(Attention([1, pairs[i][0], pairs[i][1], 2]).Zip(seen[i], (a, b) => Math.Abs(a - b)).Max() > 1e-3, $"pair {i}");
        Assert.Equal(seen[3], Attention([1, 6, 7, 2]));

        float[] Attention(int[] ids) => model.Forward(Batch(ids), Outputs.Attentions).Attentions![0].ToArray<float>();
    }

    private static string? NativeName(string name)
    {
        if (name.Contains("attention.self.", StringComparison.Ordinal)) return null;
        (string Here, string There)[] renames =
        [
            ("model.embeddings.word_embeddings.", "embedding."),
            ("model.encoder.layer_norm.", "transformer.final_layer_norm."),
            ("model.encoder.layer.", "transformer.blocks."),
            ("lm_head.transform.dense.", "lm_mask_head.linear1."),
            ("lm_head.transform.layer_norm.", "lm_mask_head.layer_norm."),
            ("lm_head.bias", "lm_mask_head.linear2.bias"),
            ("lm_head.decoder.", "lm_mask_head.linear2."),
            ("attention.output.dense.", "mh_attn.out_proj."),
            ("attention.layer_norm.", "attn_layer_norm."),
            (".layer_norm.", ".out_layer_norm."),
            ("intermediate.bias", "transition.0.beta"),
            ("intermediate.", "transition.0."),
            ("output.dense.", "transition.2."),
        ];
        foreach (var (here, there) in renames)
            if (!name.Contains("lm_mask_head", StringComparison.Ordinal)) name = name.Replace(here, there, StringComparison.Ordinal);
        return name;
    }

    private static TensorSource Fused(Checkpoint stored, int block)
    {
        byte[] bytes = [.. ((string[])["query", "key", "value"]).SelectMany(part =>
            stored.Get($"model.encoder.layer.{block}.attention.self.{part}.weight").Bytes.ToArray())];
        return TensorSource.FromMemory($"transformer.blocks.{block}.mh_attn.Wqkv.weight", DType.Float32, [48, 16], bytes);
    }

    private static void AssertSameLogits(string name, TemporaryFolder folder)
    {
        using var scope = new TensorScope();
        using var expected = OmniModel.FromPretrained(Goldens.Encoder(name), TaskType.MaskedLanguageModel);
        using var got = OmniModel.FromPretrained(folder.Path, TaskType.MaskedLanguageModel);
        Assert.Equal(expected.Forward(Batch(Long)).Logits.ToArray<float>(), got.Forward(Batch(Long)).Logits.ToArray<float>());
    }

    /// <summary>Rows padded with 0.</summary>
    private static ModelInput Batch(params int[][] rows)
    {
        var length = rows.Max(row => row.Length);
        long[] ids = [.. rows.SelectMany(row => row.Select(id => (long)id).Concat(Enumerable.Repeat(0L, length - row.Length)))];
        var input = Tensor.From<long>(ids, [rows.Length, length]);
        return new ModelInput(input, input.Ne(0).To(DType.Int64));
    }

    private static BackboneConfig Read(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["config.json"], json);
        return ModelFamilies.Read(ModelConfigFile.Open(folder.Path));
    }
}
