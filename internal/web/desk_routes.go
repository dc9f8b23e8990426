package web

import (
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// routes lists every address of the desk with who may use it. What is not here does not exist.
func (s *deskServer) routes() []deskRoute {
	list := append(append(s.formRoutes(), s.ledgerRoutes()...), s.sectionRoutes()...)
	list = append(append(list, s.apiBriefingRoutes()...), s.apiLedgerRoutes()...)
	return append(list, s.apiDeskRoutes()...)
}

// formRoutes are the pages on which reports come in and developments go out.
func (s *deskServer) formRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/static/{file}", open, "", s.deskStatic},
		{"GET", "/health", open, "", s.lives},
		{"GET", "/ready", open, "", s.ready},
		{"GET", "/metrics", anyone, "", s.metrics},
		{"GET", "/sign-in", open, "", s.signInPage},
		{"POST", "/sign-in", open, "", s.signIn},
		{"POST", "/sign-out", anyone, "", s.signOut},
		{"GET", "/{$}", anyone, "", s.homePage},
		{"GET", "/inbox", byVerb, desk.ReadInbox, s.inboxPage},
		{"POST", "/inbox", byVerb, desk.AddReport, s.inboxAdd},
		{"GET", "/reports/{id}", byVerb, desk.ReadInbox, s.reportPage},
		{"POST", "/reports/{id}/state", byVerb, desk.ReadInbox, s.reportState},
		{"POST", "/reports/{id}/reading/drop", byVerb, desk.AddReport, s.readingDrop},
		{"POST", "/reports/{id}/apart", byVerb, desk.Apart, s.apartForm},
		{"POST", "/reports/{id}/together", byVerb, desk.Together, s.togetherForm},
		{"GET", "/b/{b}/{$}", byVerb, desk.ReadInbox, s.itemsPage},
		{"GET", "/b/{b}/write", byVerb, desk.Draft, s.writePage},
		{"POST", "/b/{b}/write", byVerb, desk.Draft, s.writeAgain},
		{"POST", "/b/{b}/preview", byVerb, desk.Draft, s.previewPage},
		{"POST", "/b/{b}/acts", byVerb, desk.Publish, s.actForm},
		{"GET", "/b/{b}/items/{item}", byVerb, desk.ReadInbox, s.itemPage},
		{"GET", "/b/{b}/items/{item}/redact", byVerb, desk.RedactText, s.redactPage},
		{"POST", "/b/{b}/items/{item}/redact", byVerb, desk.RedactText, s.redact},
		{"GET", "/b/{b}/items/{item}/{act}", byVerb, desk.Draft, s.changePage},
		{"GET", "/b/{b}/glance", byVerb, desk.Glance, s.glancePage},
		{"POST", "/b/{b}/glance", byVerb, desk.Glance, s.glanceForm},
		{"GET", "/b/{b}/drafts", byVerb, desk.Draft, s.draftsPage},
		{"POST", "/b/{b}/drafts", byVerb, desk.Draft, s.draftSave},
		{"GET", "/b/{b}/drafts/{id}", byVerb, desk.Draft, s.draftPage},
		{"POST", "/b/{b}/drafts/{id}/delete", byVerb, desk.Draft, s.draftDelete},
	}
}

// sectionRoutes are the pages that look after briefings, sources and people.
func (s *deskServer) sectionRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/new", byVerb, desk.CreateBriefing, s.newPage},
		{"POST", "/new", byVerb, desk.CreateBriefing, s.newForm},
		{"GET", "/b/{b}/settings", byVerb, desk.EditBriefing, s.settingsPage},
		{"POST", "/b/{b}/settings", byVerb, desk.EditBriefing, s.settingsForm},
		{"GET", "/b/{b}/lists", byVerb, desk.ReadInbox, s.listsPage},
		{"GET", "/b/{b}/lists/{list}", byVerb, desk.ReadInbox, s.listPage},
		{"POST", "/b/{b}/lists/{list}", byVerb, desk.Lists, s.listForm},
		{"GET", "/sources", byVerb, desk.Sources, s.sourcesPage},
		{"POST", "/sources", byVerb, desk.Sources, s.sourceForm},
		{"POST", "/sources/test", byVerb, desk.Sources, s.sourceTestForm},
		{"POST", "/sources/{id}/remove", byVerb, desk.Sources, s.sourceRemoveForm},
		{"GET", "/people", byVerb, desk.People, s.peoplePage},
		{"POST", "/people", byVerb, desk.People, s.personForm},
		{"POST", "/people/{id}/revoke", byVerb, desk.People, s.revokeForm},
		{"GET", "/audit", byVerb, desk.ReadAudit, s.auditPage},
	}
}

// apiBriefingRoutes are the API's addresses of briefings and what stands in them.
func (s *deskServer) apiBriefingRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/api/me", anyone, "", s.apiMe},
		{"GET", "/api/briefings", anyone, "", s.apiBriefings},
		{"POST", "/api/briefings", byVerb, desk.CreateBriefing, s.apiCreate},
		{"GET", "/api/briefings/{b}", anyone, "", s.apiBriefing},
		{"PATCH", "/api/briefings/{b}", byVerb, desk.EditBriefing, s.apiEdit},
		{"GET", "/api/briefings/{b}/items", byVerb, desk.ReadInbox, s.apiItems},
		{"GET", "/api/briefings/{b}/items/{item}", byVerb, desk.ReadInbox, s.apiItem},
		{"POST", "/api/briefings/{b}/acts", byVerb, desk.Publish, s.apiAct},
		{"POST", "/api/briefings/{b}/redactions", byVerb, desk.RedactText, s.apiRedact},
		{"GET", "/api/briefings/{b}/glance", byVerb, desk.ReadInbox, s.apiGlance},
		{"POST", "/api/briefings/{b}/glance", byVerb, desk.Glance, s.apiSetGlance},
		{"GET", "/api/briefings/{b}/drafts", byVerb, desk.Draft, s.apiDrafts},
		{"DELETE", "/api/briefings/{b}/drafts/{id}", byVerb, desk.Draft, s.apiDraftDelete},
		{"GET", "/api/briefings/{b}/export", byVerb, desk.Publish, s.apiExport},
		{"GET", "/api/briefings/{b}/keys", byVerb, desk.ReadInbox, s.apiKeys},
		{"POST", "/api/briefings/{b}/keys/request", byVerb, desk.Keys, s.apiKeyRequest},
		{"POST", "/api/briefings/{b}/keys", byVerb, desk.Keys, s.apiKeyDeclare},
		{"GET", "/api/briefings/{b}/lists/{list}", byVerb, desk.ReadInbox, s.apiList},
		{"PUT", "/api/briefings/{b}/lists/{list}", byVerb, desk.Lists, s.apiSaveList},
		{"POST", "/api/lint", byVerb, desk.Draft, s.apiLint},
	}
}

// ledgerRoutes are the pages on which statements are recorded and decided.
func (s *deskServer) ledgerRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/b/{b}/statements", byVerb, desk.ReadInbox, s.ledgerPage},
		{"POST", "/b/{b}/statements", byVerb, desk.RecordStatement, s.recordStatement},
		{"GET", "/b/{b}/statements/new", byVerb, desk.RecordStatement, s.recordPage},
		{"GET", "/b/{b}/statements/{id}", byVerb, desk.ReadInbox, s.statementPage},
		{"POST", "/b/{b}/statements/{id}/{what}", byVerb, desk.ProposeOutcome, s.statementAct},
		{"POST", "/b/{b}/proposals/{id}/{how}", byVerb, desk.ProposeOutcome, s.decideForm},
		{"GET", "/b/{b}/maps", byVerb, desk.ReadInbox, s.mapsPage},
		{"POST", "/b/{b}/maps", byVerb, desk.ProposeMap, s.importForm},
		{"GET", "/b/{b}/maps/{id}", byVerb, desk.ReadInbox, s.mapProposalPage},
		{"GET", "/b/{b}/maps/{id}/picture.svg", byVerb, desk.ReadInbox, s.mapPicture},
		{"POST", "/b/{b}/maps/{id}/{how}", byVerb, desk.ProposeMap, s.decideMaps},
		{"POST", "/b/{b}/places", byVerb, desk.ProposeMap, s.placeForm},
		{"GET", "/b/{b}/numbers", byVerb, desk.ReadInbox, s.numbersPage},
		{"POST", "/b/{b}/numbers", byVerb, desk.ProposeNumbers, s.numbersForm},
		{"GET", "/b/{b}/numbers/{id}", byVerb, desk.ReadInbox, s.numbersProposalPage},
		{"POST", "/b/{b}/numbers/{id}/{how}", byVerb, desk.ProposeNumbers, s.decideNumbers},
		{"POST", "/b/{b}/rates", byVerb, desk.Lists, s.ratesForm},
		{"GET", "/b/{b}/speakers", byVerb, desk.ReadInbox, s.speakersPage},
		{"POST", "/b/{b}/speakers", byVerb, desk.RecordStatement, s.speakerForm},
	}
}

// apiLedgerRoutes are the API's addresses of the statements of a briefing and of who said them.
func (s *deskServer) apiLedgerRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/api/briefings/{b}/statements", byVerb, desk.ReadInbox, s.apiStatements},
		{"POST", "/api/briefings/{b}/statements", byVerb, desk.RecordStatement, s.apiRecordStatement},
		{"GET", "/api/briefings/{b}/statements/{id}", byVerb, desk.ReadInbox, s.apiStatement},
		{"POST", "/api/briefings/{b}/statements/{id}", byVerb, desk.RecordStatement, s.apiChangeStatement},
		{"POST", "/api/briefings/{b}/statements/{id}/proposals", byVerb, desk.ProposeOutcome, s.apiPropose},
		{"GET", "/api/briefings/{b}/proposals", byVerb, desk.ReadInbox, s.apiProposals},
		{"POST", "/api/briefings/{b}/proposals/{id}/approve", byVerb, desk.DecideOutcome, s.apiApprove},
		{"POST", "/api/briefings/{b}/proposals/{id}/decline", byVerb, desk.ProposeOutcome, s.apiDecline},
		{"POST", "/api/briefings/{b}/retractions", byVerb, desk.RecordStatement, s.apiRetract},
		{"GET", "/api/briefings/{b}/due", byVerb, desk.ReadInbox, s.apiDue},
		{"GET", "/api/briefings/{b}/maps", byVerb, desk.ReadInbox, s.apiMaps},
		{"POST", "/api/briefings/{b}/maps", byVerb, desk.ProposeMap, s.apiImportMaps},
		{"GET", "/api/briefings/{b}/maps/{id}", byVerb, desk.ReadInbox, s.apiMapProposal},
		{"POST", "/api/briefings/{b}/maps/{id}/approve", byVerb, desk.ApproveMap, s.apiApproveMaps},
		{"POST", "/api/briefings/{b}/maps/{id}/decline", byVerb, desk.ProposeMap, s.apiDeclineMaps},
		{"GET", "/api/briefings/{b}/maps/{id}/picture.svg", byVerb, desk.ReadInbox, s.mapPicture},
		{"POST", "/api/briefings/{b}/maps/{series}/places", byVerb, desk.ProposeMap, s.apiAddPlace},
		{"GET", "/api/briefings/{b}/numbers", byVerb, desk.ReadInbox, s.apiNumbers},
		{"POST", "/api/briefings/{b}/numbers", byVerb, desk.ProposeNumbers, s.apiProposeNumbers},
		{"GET", "/api/briefings/{b}/numbers/{id}", byVerb, desk.ReadInbox, s.apiNumbersProposal},
		{"POST", "/api/briefings/{b}/numbers/{id}/approve", byVerb, desk.ApproveNumbers, s.apiApproveNumbers},
		{"POST", "/api/briefings/{b}/numbers/{id}/decline", byVerb, desk.ProposeNumbers, s.apiDeclineNumbers},
		{"GET", "/api/briefings/{b}/sum", byVerb, desk.ReadInbox, s.apiSum},
		{"GET", "/api/briefings/{b}/rates", byVerb, desk.ReadInbox, s.apiRates},
		{"PUT", "/api/briefings/{b}/rates", byVerb, desk.Lists, s.apiSaveRates},
		{"GET", "/api/briefings/{b}/speakers", byVerb, desk.ReadInbox, s.apiSpeakers},
		{"POST", "/api/briefings/{b}/speakers", byVerb, desk.RecordStatement, s.apiAddSpeaker},
		{"POST", "/api/briefings/{b}/speakers/{id}", byVerb, desk.RecordStatement, s.apiChangeSpeaker},
		{"POST", "/api/briefings/{b}/speakers/{id}/merge", byVerb, desk.RecordStatement, s.apiMergeSpeaker},
		{"POST", "/api/briefings/{b}/speakers/{id}/unmerge", byVerb, desk.RecordStatement, s.apiUnmergeSpeaker},
	}
}

// apiDeskRoutes are the API's addresses of what belongs to the whole desk.
func (s *deskServer) apiDeskRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/api/reports", byVerb, desk.ReadInbox, s.apiReports},
		{"POST", "/api/reports", byVerb, desk.AddReport, s.apiAddReport},
		{"GET", "/api/reports/{id}", byVerb, desk.ReadInbox, s.apiReport},
		{"GET", "/api/reports/{id}/raw", byVerb, desk.ReadInbox, s.apiReportRaw},
		{"GET", "/api/reports/{id}/reading", byVerb, desk.ReadInbox, s.apiReading},
		{"PUT", "/api/reports/{id}/reading", byVerb, desk.AddReport, s.apiSaveReading},
		{"DELETE", "/api/reports/{id}/reading", byVerb, desk.AddReport, s.apiDropReading},
		{"POST", "/api/reports/{id}/state", byVerb, desk.ReadInbox, s.apiReportState},
		{"POST", "/api/reports/{id}/apart", byVerb, desk.Apart, s.apiApart},
		{"POST", "/api/reports/{id}/together", byVerb, desk.Together, s.apiTogether},
		{"GET", "/api/sources", byVerb, desk.Sources, s.apiSources},
		{"POST", "/api/sources", byVerb, desk.Sources, s.apiAddSource},
		{"POST", "/api/sources/test", byVerb, desk.Sources, s.apiTestSource},
		{"DELETE", "/api/sources/{id}", byVerb, desk.Sources, s.apiRemoveSource},
		{"GET", "/api/people", byVerb, desk.People, s.apiPeople},
		{"POST", "/api/people", byVerb, desk.People, s.apiAddPerson},
		{"DELETE", "/api/people/{id}", byVerb, desk.People, s.apiRevoke},
		{"GET", "/api/audit", byVerb, desk.ReadAudit, s.apiAudit},
		{"GET", "/api/backup", byVerb, desk.Backup, s.apiBackup},
	}
}

// mayOpen tells whether a role gets the page at path, for the links that lead there.
func (s *deskServer) mayOpen(role brief.Role, path string) bool {
	if role == "" {
		return false
	}
	for _, route := range append(append(s.formRoutes(), s.ledgerRoutes()...), s.sectionRoutes()...) {
		if route.method == http.MethodGet && (route.pattern == path || route.pattern == path+"{$}") {
			return route.access == open || route.access == anyone || route.access == byVerb && desk.Can(role, route.verb) == nil
		}
	}
	return false
}
