//! Operations on embeds; see `operations` for all others.

use causeway_model::{
    Embed, EmbedCheck, EmbedId, EmbedPatch, EmbedToken, EnvironmentId, NewEmbed, NewEmbedCheck,
    NewEmbedToken, Page,
};

use crate::operations::{idempotency, if_match};
use crate::{Client, ClientError, Versioned};

impl Client {
    /// `GET /embeds`: your embeds of an environment.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub async fn embeds(&self, environment: EnvironmentId) -> Result<Page<Embed>, ClientError> {
        self.get(&format!("/embeds?environment={environment}")).await
    }

    /// `GET /embeds/{id}`.
    ///
    /// # Errors
    /// A problem `notFound` for one that is not yours.
    pub async fn embed(&self, id: EmbedId) -> Result<Versioned<Embed>, ClientError> {
        self.get_versioned(&format!("/embeds/{id}")).await
    }

    /// `POST /embeds`: makes an embed. `once` as of [`Self::create_api_key`].
    ///
    /// # Errors
    /// A problem `validation`.
    pub async fn create_embed(&self, once: &str, new: &NewEmbed) -> Result<Embed, ClientError> {
        self.write("POST", "/embeds", idempotency(once), new).await?.json()
    }

    /// `PATCH /embeds/{id}`: changes an embed, for tokens that were given out as well.
    ///
    /// # Errors
    /// Problems `stale`, `validation`, and `conflict` for one that is revoked.
    pub async fn update_embed(
        &self,
        id: EmbedId,
        etag: &str,
        patch: &EmbedPatch,
    ) -> Result<Versioned<Embed>, ClientError> {
        self.write("PATCH", &format!("/embeds/{id}"), if_match(etag), patch).await?.versioned()
    }

    /// `POST /embeds/{id}/revoke`: ends an embed and its tokens for good.
    ///
    /// # Errors
    /// Problems `stale` and `conflict`.
    pub async fn revoke_embed(&self, id: EmbedId, etag: &str) -> Result<Versioned<Embed>, ClientError> {
        self.send("POST", &format!("/embeds/{id}/revoke"), if_match(etag), None).await?.versioned()
    }

    /// `DELETE /embeds/{id}`, with its tokens.
    ///
    /// # Errors
    /// A problem `stale`.
    pub async fn delete_embed(&self, id: EmbedId, etag: &str) -> Result<(), ClientError> {
        self.send("DELETE", &format!("/embeds/{id}"), if_match(etag), None).await.map(|_| ())
    }

    /// `POST /embeds/{id}/tokens`: a token for one picture of an embed.
    ///
    /// # Errors
    /// Problems `validation`, and `conflict` for one that is revoked.
    pub async fn mint_embed_token(
        &self,
        id: EmbedId,
        new: &NewEmbedToken,
    ) -> Result<EmbedToken, ClientError> {
        self.write("POST", &format!("/embeds/{id}/tokens"), None, new).await?.json()
    }

    /// `POST /embeds/{id}/check`: what would stand in its way in a page.
    ///
    /// # Errors
    /// Problems `validation` and `tooManyRequests`.
    pub async fn check_embed(&self, id: EmbedId, asked: &NewEmbedCheck) -> Result<EmbedCheck, ClientError> {
        self.write("POST", &format!("/embeds/{id}/check"), None, asked).await?.json()
    }
}
